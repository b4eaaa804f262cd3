//! The source document's restaurant: the waiter is an HTTP request, the walkie-talkie a WebSocket.
//!
//! ```text
//! Guest                                Kitchen
//!  |--- POST /restaurant/orders ------->|  by waiter: asked again and again
//!  |<-- 201, cooking -------------------|
//!  |--- GET /restaurant/orders/a1 ----->|
//!  |<-- 200, cooking -------------------|
//!
//!  |--- {"type":"order", …} ----------->|  by walkie-talkie: /ws/restaurant
//!  |<-- {"type":"heard", …} ------------|
//!  |<-- {"type":"ready", …} ------------|  unasked
//! ```

mod kitchen;

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use futures_util::{StreamExt, stream::FuturesUnordered};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tokio::time;

pub(crate) use kitchen::Kitchen;
use kitchen::{NoOrder, Order, Status};

use crate::{
    error::{ApiError, JsonBody, Refusal},
    message::Data,
    websocket::{Endpoint, Handshake, Session},
};

/// Dishes that one walkie-talkie may wait for: a large table.
const MOST_WAITING: usize = 20;

const UNREADABLE_DISH: &str = "A dish has a name of 1 to 40 characters, all of them visible.";
const BUSY_KITCHEN: &str =
    "The kitchen has as many orders as it can keep. Try again in a few minutes.";

/// The body of an order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    dish: String,
}

/// `POST /restaurant/orders`
pub(crate) async fn order(
    State(kitchen): State<Arc<Kitchen>>,
    JsonBody(wish): JsonBody<Wish>,
) -> Result<(StatusCode, Json<Order>), ApiError> {
    match kitchen.take(&wish.dish) {
        Ok((order, _)) => Ok((StatusCode::CREATED, Json(order))),
        Err(NoOrder::Dish) => Err(ApiError(Refusal::bad_request(UNREADABLE_DISH))),
        Err(NoOrder::Busy) => Err(ApiError(Refusal::busy(BUSY_KITCHEN))),
    }
}

/// `GET /restaurant/orders/{id}`
pub(crate) async fn look(
    State(kitchen): State<Arc<Kitchen>>,
    Path(id): Path<String>,
) -> Result<Json<Order>, ApiError> {
    let unknown = "There is no such order. Orders are forgotten after a few minutes: order again.";
    kitchen.look(&id).map(Json).ok_or_else(|| ApiError(Refusal::not_found(unknown)))
}

/// What a guest says over the walkie-talkie.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum FromGuest {
    Order { dish: String },
}

/// What the kitchen says over the walkie-talkie.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum FromKitchen<'a> {
    /// At once.
    Heard {
        order: &'a Order,
    },
    /// When the dish is ready.
    Ready {
        order: &'a Order,
    },
    Refused {
        reason: &'a str,
    },
}

/// `GET /ws/restaurant`
pub(crate) async fn connect(State(kitchen): State<Arc<Kitchen>>, handshake: Handshake) -> Response {
    handshake.accept(WalkieTalkie { kitchen })
}

struct WalkieTalkie {
    kitchen: Arc<Kitchen>,
}

impl Endpoint for WalkieTalkie {
    async fn talk(self, session: &mut Session) {
        let mut cooking = FuturesUnordered::new();
        loop {
            let answer = tokio::select! {
                said = session.receive() => match said {
                    None => return,
                    Some(data) => match self.hear(&data, cooking.len()) {
                        Ok((order, ready_at)) => {
                            let heard = Data::json(&FromKitchen::Heard { order: &order });
                            cooking.push(async move {
                                time::sleep_until(ready_at).await;
                                Order { status: Status::Ready, ..order }
                            });
                            heard
                        }
                        Err(reason) => Data::json(&FromKitchen::Refused { reason }),
                    }
                },
                Some(order) = cooking.next() => Data::json(&FromKitchen::Ready { order: &order }),
            };
            if session.send(answer).await.is_err() {
                return;
            }
        }
    }
}

impl WalkieTalkie {
    fn hear(&self, data: &Data, waiting: usize) -> Result<(Order, time::Instant), &'static str> {
        let said = match data {
            Data::Text(text) => serde_json::from_str(text).ok(),
            Data::Binary(_) => None,
        };
        let Some(FromGuest::Order { dish }) = said else {
            return Err(r#"The kitchen did not understand. Say {"type":"order","dish":"soup"}."#);
        };
        if waiting >= MOST_WAITING {
            return Err("You wait for 20 dishes already. Order again when one is ready.");
        }
        self.kitchen.take(&dish).map_err(|reason| match reason {
            NoOrder::Dish => UNREADABLE_DISH,
            NoOrder::Busy => BUSY_KITCHEN,
        })
    }
}
