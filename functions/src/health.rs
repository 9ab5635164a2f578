//! `GET /api/health`: is the edge itself alive? It asks no exchange, so an exchange's trouble never looks like ours.

use serde_json::json;

use crate::reply::{Keep, Reply};

/// Name, version and the exchanges this build can reach.
pub fn answer() -> Reply {
    let venues = venues::ALL.iter().map(|exchange| exchange.venue().id());
    let upstreams: Vec<_> = venues.collect();
    let version = env!("CARGO_PKG_VERSION");
    Reply::ok(
        &json!({ "status": "ok", "version": version, "upstreams": upstreams }),
        Keep::Never,
    )
}
