//! In a test build only: the library asked from a script, in JSON.

use super::client::library;
use super::intake::Intake;
use super::protocol::{Ask, Event};
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Puts `backcastLibrary.ask(json, parts)` and `backcastLibrary.intake(json, parts)` where a test finds them; both promise
/// `[json, parts…]`. `events` holds what concerned everybody, newest last.
pub fn expose() {
    let object = js_sys::Object::new();
    let events = Array::new();
    let heard = {
        let events = events.clone();
        library().listen(move |event: &Event| {
            let text = serde_json::to_string(event).unwrap_or_default();
            events.push(&text.into());
        })
    };
    std::mem::forget(heard);
    put(&object, "events", &events);
    put(
        &object,
        "ask",
        &function(|ask, parts| {
            future_to_promise(async move {
                let heard = library().ask_with(ask, &parts).await;
                answer(heard.map(|heard| (heard.answer, heard.parts)))
            })
        }),
    );
    let intake: Rc<RefCell<Rc<Intake>>> = Rc::default();
    put(
        &object,
        "intake",
        &function(move |ask, parts| {
            let Ask::Intake(ask) = ask else {
                return js_sys::Promise::reject(&"not an intake".into());
            };
            if matches!(ask, super::protocol::IntakeAsk::Open(..)) {
                *intake.borrow_mut() = Rc::default();
            }
            let intake = Rc::clone(&intake.borrow());
            future_to_promise(async move { answer(intake.ask(ask, &parts).await) })
        }),
    );
    put(&js_sys::global(), "backcastLibrary", &object);
}

fn function(act: impl Fn(Ask, Vec<JsValue>) -> js_sys::Promise + 'static) -> JsValue {
    let call = Closure::<dyn Fn(String, Array) -> js_sys::Promise>::new(
        move |ask: String, parts: Array| match serde_json::from_str(&ask) {
            Ok(ask) => act(ask, parts.iter().collect()),
            Err(error) => js_sys::Promise::reject(&error.to_string().into()),
        },
    );
    let function: Function = call.into_js_value().unchecked_into();
    function.into()
}

fn answer<A: serde::Serialize, E: serde::Serialize>(
    answered: Result<(A, Vec<JsValue>), E>,
) -> Result<JsValue, JsValue> {
    match answered {
        Ok((answer, parts)) => {
            let text = serde_json::to_string(&answer).unwrap_or_default();
            let whole = Array::of1(&text.into());
            parts.iter().for_each(|part| {
                whole.push(part);
            });
            Ok(whole.into())
        }
        Err(trouble) => Err(serde_json::to_string(&trouble).unwrap_or_default().into()),
    }
}

fn put(object: &JsValue, name: &str, value: &JsValue) {
    // A plain object takes any field.
    let _ = Reflect::set(object, &name.into(), value);
}
