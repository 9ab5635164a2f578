//! The only place that asks the network for anything.

use crate::boot;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

const PATIENCE_MS: i32 = 4000;

/// Is the edge (the relay for exchanges that refuse browsers) served at this address? A static host answers with its
/// own page or a 404, so only JSON counts.
pub async fn edge_is_served() -> bool {
    let Ok(controller) = AbortController::new() else {
        return false;
    };
    let options = RequestInit::new();
    options.set_signal(Some(&controller.signal()));
    let give_up = boot::get(&controller, "abort")
        .dyn_into::<js_sys::Function>()
        .map(|abort| abort.bind0(&controller));
    let timer = give_up.ok().and_then(|abort| {
        window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&abort, PATIENCE_MS)
            .ok()
    });
    let request = window().fetch_with_str_and_init("/api/health", &options);
    let answer = JsFuture::from(request).await;
    if let Some(timer) = timer {
        window().clear_timeout_with_handle(timer);
    }
    let Some(response) = answer
        .ok()
        .and_then(|answer| answer.dyn_into::<Response>().ok())
    else {
        return false;
    };
    let kind = response
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .unwrap_or_default();
    if !response.ok() || !kind.starts_with("application/json") {
        return false;
    }
    let Ok(body) = response.json() else {
        return false;
    };
    // Any host may answer with some JSON; only ours says this.
    JsFuture::from(body)
        .await
        .is_ok_and(|body| boot::get(&body, "status").as_string().as_deref() == Some("ok"))
}
