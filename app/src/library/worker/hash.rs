//! SHA-256 by the browser, which has instructions for it that wasm lacks.

use super::opfs::get;
use domain::Digest;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `crypto.subtle`.
    type Subtle;

    /// Hashes bytes of ours, which the browser has read before it answers.
    #[wasm_bindgen(method, catch, js_name = digest)]
    fn digest_of_ours(this: &Subtle, name: &str, bytes: &[u8]) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn digest(this: &Subtle, name: &str, bytes: &Uint8Array) -> Result<Promise, JsValue>;
}

/// The sum of bytes of ours; `None` where the browser has no such function.
pub async fn browser_sha256(bytes: &[u8]) -> Option<Digest> {
    let promise = subtle()?.digest_of_ours("SHA-256", bytes).ok()?;
    sum(promise).await
}

/// The sum of the bytes of a buffer.
pub async fn browser_sha256_of(bytes: &Uint8Array) -> Option<Digest> {
    let promise = subtle()?.digest("SHA-256", bytes).ok()?;
    sum(promise).await
}

fn subtle() -> Option<Subtle> {
    let subtle = get(&get(&js_sys::global(), "crypto"), "subtle");
    subtle.is_object().then(|| subtle.unchecked_into())
}

async fn sum(promise: Promise) -> Option<Digest> {
    let sum = JsFuture::from(promise).await.ok()?;
    let sum = Uint8Array::new(&sum).to_vec();
    Some(Digest(sum.try_into().ok()?))
}
