//! What the boot script left for the page: build ids, the first worker, updates and the chart library.

use js_sys::{Array, Function, Promise, Reflect};
use std::cell::OnceCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Worker, WorkerOptions, WorkerType};

/// Which build this is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Names the files; page and workers must agree on it.
    pub build: String,
    /// Version of the program.
    pub version: String,
    /// Commit it was built from.
    pub commit: String,
}

/// Which build this is; empty texts when the page was not started by the boot script.
pub fn info() -> Info {
    thread_local!(static INFO: OnceCell<Info> = const { OnceCell::new() });
    let text = |name| get(&own(), name).as_string().unwrap_or_default();
    INFO.with(|info| {
        info.get_or_init(|| Info {
            build: text("build"),
            version: text("version"),
            commit: text("commit"),
        })
        .clone()
    })
}

/// The worker that was started beside the page, and what it has said so far; there is one, once.
pub fn take_first_worker() -> Option<(Worker, Array)> {
    let first = get(&own(), "first");
    let worker = get(&first, "worker").dyn_into().ok()?;
    let inbox = get(&first, "inbox").dyn_into().ok()?;
    Reflect::set(&own(), &"first".into(), &JsValue::UNDEFINED).ok()?;
    Some((worker, inbox))
}

/// Starts another compute worker.
pub fn start_worker() -> Result<Worker, JsValue> {
    start("worker")
}

/// Starts a worker of the library program.
pub fn start_library() -> Result<Worker, JsValue> {
    start("library")
}

fn start(program: &str) -> Result<Worker, JsValue> {
    let url = get(&own(), program)
        .as_string()
        .ok_or("the address of the worker is missing")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&url, &options)
}

/// Loads the chart library.
pub fn charts() -> Result<Promise, JsValue> {
    call(&own(), "charts")?.dyn_into()
}

/// Is a new version waiting?
pub fn update_ready() -> bool {
    get(&get(&own(), "update"), "ready").is_truthy()
}

/// A worker is there: all parts of the program have been loaded.
pub const WORKER_READY: &str = "backcast-worker-ready";
/// The first result is there: nothing else is in a hurry.
pub const FIRST_RESULT: &str = "backcast-first-result";

/// Tells the boot script how far the page is, so that it knows when to prepare offline use.
pub fn announce(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(name)) {
        // An event without listeners is no error.
        let _ = window.dispatch_event(&event);
    }
}

/// Lets the new version take over; the page reloads.
pub fn apply_update() {
    let update = get(&own(), "update");
    if call(&update, "apply").is_err() {
        reload();
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Nothing is left to do when even that is refused.
        let _ = window.location().reload();
    }
}

/// Whatever was thrown, in words.
pub fn words_of(error: &JsValue) -> String {
    let message = get(error, "message").as_string();
    message
        .or_else(|| error.as_string())
        .unwrap_or_else(|| format!("{error:?}"))
}

/// A property, or `undefined`.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn own() -> JsValue {
    get(&js_sys::global(), "backcast")
}

fn call(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    get(object, name).dyn_into::<Function>()?.call0(object)
}
