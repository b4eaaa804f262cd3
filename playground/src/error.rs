//! How the server says no: a status, and sentences that say what happened, what was expected and what to do.

use std::time::Duration;

use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;

/// A refusal in plain text.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    sentence: String,
    retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), retry_after: None }
    }

    /// 400: the request itself is wrong.
    pub(crate) fn bad_request(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence)
    }

    /// 403: understood, and refused.
    pub(crate) fn forbidden(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, sentence)
    }

    /// 404: there is no such thing, or no more.
    pub(crate) fn not_found(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, sentence)
    }

    /// 503: a bound is reached; worth another try after a while.
    pub(crate) fn busy(sentence: impl Into<String>) -> Self {
        let retry_after = Some(Duration::from_secs(10));
        Self { status: StatusCode::SERVICE_UNAVAILABLE, sentence: sentence.into(), retry_after }
    }

    fn with_retry_after(&self, mut response: Response) -> Response {
        if let Some(after) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs()));
        }
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let response = (self.status, format!("{}\n", self.sentence)).into_response();
        self.with_retry_after(response)
    }
}

/// A refusal of an endpoint that speaks JSON: `{"error":"…sentence…"}`.
#[derive(Debug)]
pub(crate) struct ApiError(pub(crate) Refusal);

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let response = (self.0.status, Json(json!({ "error": self.0.sentence }))).into_response();
        self.0.with_retry_after(response)
    }
}

/// axum's `Json`, refusing in our words.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => {
                Err(ApiError(Refusal::new(status_of(&rejection), explain(&rejection))))
            }
        }
    }
}

/// axum says 422 for JSON of the wrong shape; here everything that is wrong with the content is 400.
fn status_of(rejection: &JsonRejection) -> StatusCode {
    match rejection {
        JsonRejection::JsonDataError(_) => StatusCode::BAD_REQUEST,
        other => other.status(),
    }
}

fn explain(rejection: &JsonRejection) -> String {
    match rejection {
        JsonRejection::MissingJsonContentType(_) => {
            "The request body must be JSON with the header `Content-Type: application/json`."
                .to_owned()
        }
        other => format!("The request body was not understood. {}.", other.body_text()),
    }
}
