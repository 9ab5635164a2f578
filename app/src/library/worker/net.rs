//! The only place of the library that asks the network: our own edge, and nobody else.

use super::super::protocol::OwnKeys;
use super::opfs::{call, error_of, get, options, promised};
use domain::Venue;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use venues::{Cost, Host, HttpReply, HttpRequest, Method, TOLD};
use wasm_bindgen::prelude::*;

/// The edge may page through an exchange for a while before it answers.
const PATIENCE_MS: f64 = 60_000.0;
/// Is it there at all?
const HEALTH_MS: f64 = 4_000.0;

/// What the edge is shown with questions about stocks.
const KEY_HEADERS: [&str; 2] = ["x-alpaca-key-id", "x-alpaca-secret-key"];

thread_local!(static OWN_KEYS: RefCell<Option<OwnKeys>> = const { RefCell::new(None) });

/// From now on a venue is asked with these keys of the reader, as long as this worker lives; only one venue wants any.
pub fn ask_with(venue: Venue, keys: Option<OwnKeys>) {
    if venue == Venue::Alpaca {
        OWN_KEYS.with(|own| *own.borrow_mut() = keys.filter(OwnKeys::is_sendable));
    }
}

/// Sends a request; `Err` says in words why nothing came back.
pub async fn send(request: &HttpRequest) -> Result<HttpReply, String> {
    if request.host != Host::Edge {
        return Err("a page may only ask the edge it came from".to_owned());
    }
    let headers = request.headers.iter();
    let headers: Array = headers
        .map(|header| Array::of2(&header.name.into(), &header.value.expose().into()))
        .collect();
    if request.target.starts_with("/api/v1/alpaca/") {
        OWN_KEYS.with(|own| {
            for keys in own.borrow().iter() {
                for (name, value) in KEY_HEADERS.into_iter().zip([&keys.id, &keys.secret]) {
                    headers.push(&Array::of2(&name.into(), &value.into()));
                }
            }
        });
    }
    let (status, reply) = ask(&request.target, headers.into(), PATIENCE_MS).await?;
    let told = |name: &&str| {
        let value = call(&get(&reply, "headers"), "get", &[(*name).into()]).ok()?;
        Some(((*name).to_owned(), value.as_string()?))
    };
    let headers = TOLD.iter().filter_map(told).collect();
    let body = promised(&reply, "arrayBuffer", &[]).await.map_err(words)?;
    let body = Uint8Array::new(&body).to_vec();
    Ok(HttpReply {
        status,
        headers,
        body,
    })
}

/// A question to the edge.
pub fn edge(target: String) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        host: Host::Edge,
        target,
        headers: Vec::new(),
        cost: Cost::FREE,
    }
}

/// Is the edge served at this address? A static host answers with its own page or a 404, so only JSON counts.
pub async fn edge_is_served() -> bool {
    let Ok((200, reply)) = ask("/api/health", JsValue::UNDEFINED, HEALTH_MS).await else {
        return false;
    };
    let body = promised(&reply, "json", &[]).await;
    body.is_ok_and(|body| get(&body, "status").as_string().as_deref() == Some("ok"))
}

async fn ask(target: &str, headers: JsValue, patience: f64) -> Result<(u16, JsValue), String> {
    let signal = get(&js_sys::global(), "AbortSignal");
    let signal = call(&signal, "timeout", &[patience.into()]).unwrap_or_default();
    let mut fields = vec![("signal", signal), ("cache", "no-store".into())];
    if !headers.is_undefined() {
        fields.push(("headers", headers));
    }
    let arguments = [target.into(), options(&fields)];
    let reply = promised(&js_sys::global(), "fetch", &arguments).await;
    let reply = reply.map_err(words)?;
    let status = get(&reply, "status").as_f64().unwrap_or_default() as u16;
    Ok((status, reply))
}

fn words(error: JsValue) -> String {
    let (name, message) = error_of(&error);
    format!("{name}: {message}")
}
