//! Hands a file to the reader.

use js_sys::Array;
use leptos::prelude::{document, set_timeout};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves text under a name.
pub fn save_text(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let saved = save_url(name, &url);
    // Some browsers read the blob only after the click has returned.
    let forget = move || {
        let _ = Url::revoke_object_url(&url);
    };
    set_timeout(forget, Duration::from_secs(20));
    saved
}

/// Saves what an address of this page holds (a blob or a data URL) under a name.
pub fn save_url(name: &str, url: &str) -> Result<(), JsValue> {
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(url);
    anchor.set_download(name);
    anchor.click();
    Ok(())
}
