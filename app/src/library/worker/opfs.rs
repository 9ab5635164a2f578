//! The browser functions a disk is made of: private files, whole and in one thread, and the lock that says whose they are.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// An open private file.
    #[derive(Clone)]
    pub type Handle;

    #[wasm_bindgen(method, catch)]
    pub fn read(this: &Handle, into: &mut [u8], at: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn write(this: &Handle, bytes: &[u8], at: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn truncate(this: &Handle, size: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = getSize)]
    pub fn size(this: &Handle) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn flush(this: &Handle) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub fn close(this: &Handle);
}

/// Where in a file.
pub fn at(place: u64) -> JsValue {
    options(&[("at", JsValue::from_f64(place as f64))])
}

/// A plain object.
pub fn options(fields: &[(&str, JsValue)]) -> JsValue {
    let made = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&made, &(*name).into(), value);
    }
    made.into()
}

/// A property, or `undefined`.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Calls a method.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(object, name)
        .dyn_into()
        .map_err(|_| js_sys::Error::new(&format!("this browser has no {name}")))?;
    method.apply(object, &arguments.iter().collect::<Array>())
}

/// Calls a method and waits for what it promises.
pub async fn promised(
    object: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let promise = call(object, name, arguments)?;
    JsFuture::from(Promise::resolve(&promise)).await
}

/// `navigator.storage`, where there is one.
pub fn storage() -> JsValue {
    get(&get(&js_sys::global(), "navigator"), "storage")
}

/// `navigator.locks`, where there is one.
pub fn locks() -> Option<JsValue> {
    let locks = get(&get(&js_sys::global(), "navigator"), "locks");
    locks.is_object().then_some(locks)
}

/// The name of an error, such as `QuotaExceededError`, and its words.
pub fn error_of(error: &JsValue) -> (String, String) {
    let text = |name| get(error, name).as_string().unwrap_or_default();
    (text("name"), text("message"))
}

/// Waits so many milliseconds.
pub async fn pause(millis: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        let arguments = [resolve.into(), JsValue::from_f64(f64::from(millis))];
        // A worker always has timers.
        let _ = call(&js_sys::global(), "setTimeout", &arguments);
    });
    // Nothing rejects it.
    let _ = JsFuture::from(waited).await;
}
