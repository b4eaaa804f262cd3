//! Every route and every layer, in one table.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post, put},
};
use http::{HeaderValue, StatusCode, header};
use tower_http::{
    set_header::SetResponseHeaderLayer, timeout::RequestBodyDeadlineLayer, trace::TraceLayer,
};

use crate::{
    about, assets, broadcast, control, echo,
    error::Refusal,
    faults, hello,
    origin::{self, NullOrigin, Policy},
    race, raw, restaurant,
    state::AppState,
    tap, violation,
};

/// The largest request body taken; ours have some dozen bytes.
const BODY_BYTES: usize = 16 * 1_024;

/// The first parts of the addresses below, which no setting can take.
pub(crate) const OWN_FIRST_PARTS: [&str; 11] = [
    "about.json",
    "assets",
    "engine.io",
    "faults",
    "healthz",
    "listings",
    "race",
    "restaurant",
    "tap",
    "violations.json",
    "ws",
];

pub(crate) fn app(state: AppState) -> Router {
    // These carry no authority, see NullOrigin.
    let open = Router::<AppState>::new()
        .route("/healthz", get(about::healthz))
        .route("/about.json", get(about::about))
        .route("/violations.json", get(violation::list))
        .nest("/assets", assets::widgets())
        .nest("/listings/node", assets::listings())
        .nest(state.socketio_settings.path.as_str(), assets::official_client());
    let open_sockets = Router::<AppState>::new()
        .route("/ws/echo", get(echo::connect))
        .route("/ws/hello", get(hello::connect))
        .route("/ws/control", get(control::connect))
        .route("/ws/violation/{rule}", get(violation::connect));
    let guarded = Router::<AppState>::new()
        .route("/race", post(race::create))
        .route("/race/{id}", get(race::show).patch(race::change))
        .route("/race/{id}/poll", get(race::poll))
        .route("/race/{id}/long-poll", get(race::long_poll))
        .route("/race/{id}/sse", get(race::events))
        .merge(state.socketio.routes())
        .route("/faults/{token}", put(faults::plan).delete(faults::forget))
        .route("/faults/{token}/stall", post(faults::stall))
        .route("/faults/{token}/cut", post(faults::cut))
        .route("/faults/{token}/reset", post(faults::reset))
        .route("/faults/{token}/close", post(faults::close))
        .route("/faults/{token}/restart", post(faults::restart))
        .route("/restaurant/orders", post(restaurant::order))
        .route("/restaurant/orders/{id}", get(restaurant::look));
    let guarded_sockets = Router::<AppState>::new()
        .route("/ws/broadcast/{room}", get(broadcast::connect))
        .route("/ws/restaurant", get(restaurant::connect))
        .route("/ws/raw", get(raw::connect))
        .route("/race/{id}/ws", get(race::connect))
        .route(tap::TAP_PATH, get(tap::connect));

    Router::new()
        .merge(with_policy(&state.policy, NullOrigin::Allowed, open, open_sockets))
        .merge(with_policy(&state.policy, NullOrigin::Refused, guarded, guarded_sockets))
        .fallback_service(assets::book(&state))
        .layer(middleware::from_fn_with_state(state.policy.clone(), origin::guard_host))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(RequestBodyDeadlineLayer::new(state.limits.header_seconds))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(TraceLayer::new_for_http())
        // Outside of what logs addresses: it takes the token out of them.
        .layer(middleware::from_fn_with_state(Arc::clone(&state.taps), tap::bind))
        .with_state(state)
}

/// Refuses pages that `policy` does not allow, and lets those that it allows read the answers, for which a
/// WebSocket needs no header.
fn with_policy(
    policy: &Arc<Policy>,
    null: NullOrigin,
    routes: Router<AppState>,
    sockets: Router<AppState>,
) -> Router<AppState> {
    let no_such_method = async || {
        Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not take that method. See the Allow header.",
        )
    };
    // The fallback is set before the CORS layer, or a preflight would be told that OPTIONS is not taken.
    let routes = routes
        .method_not_allowed_fallback(no_such_method)
        .layer(origin::cors(Arc::clone(policy), null));
    let sockets = sockets.method_not_allowed_fallback(no_such_method);
    let guard = middleware::from_fn_with_state((Arc::clone(policy), null), origin::guard_origin);
    routes.merge(sockets).layer(guard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_can_take_an_address_of_ours() {
        let table = include_str!("app.rs").split("#[cfg(test)]").next().unwrap();
        let addresses = table.split("(\"/").skip(1).chain([tap::TAP_PATH.trim_start_matches('/')]);
        let mut count = 0;
        for address in addresses {
            let first = address.split(['/', '"']).next().unwrap();
            assert!(OWN_FIRST_PARTS.contains(&first), "{first} is not in OWN_FIRST_PARTS");
            count += 1;
        }
        assert!(count > 10, "found {count} addresses: does this test look in the right place?");
    }
}
