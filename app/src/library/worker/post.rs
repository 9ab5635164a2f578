//! Words on their way out: answers to whoever asked, events to everybody, and a panic before it becomes a trap.

use super::super::protocol::{Event, FAILED, Reply, encode};
use super::{Answered, Asker, Worker};
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

impl Worker {
    pub(super) fn answer(&self, asker: &Asker, answered: Answered) {
        let (answer, parts) = match answered {
            Ok((answer, parts)) => (Ok(answer), parts),
            Err(trouble) => (Err(trouble), Vec::new()),
        };
        let (Asker::Page(id) | Asker::Tab(_, id)) = asker;
        let Some(header) = header_of(&Reply::Answer(*id, answer)) else {
            return;
        };
        match asker {
            Asker::Page(_) => {
                let message = Array::of1(&header);
                parts.iter().for_each(|part| {
                    message.push(part);
                });
                post(&self.scope, &message, &parts);
            }
            Asker::Tab(client, _) => {
                if let Some(tab) = &self.tab {
                    tab.answer(client, &header, &parts);
                }
            }
        }
    }

    pub(super) fn tell_everybody(&self, event: &Event) {
        let Some(header) = header_of(&Reply::Event(event.clone())) else {
            return;
        };
        self.with_tab(|tab| tab.event(&header));
        post(&self.scope, &Array::of1(&header), &[]);
    }
}

pub(super) fn header_of(reply: &Reply) -> Option<Uint8Array> {
    let header = encode(reply).ok()?;
    Some(Uint8Array::from(header.as_slice()))
}

/// A panic becomes a message before it becomes a trap, so that the page can say what happened.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let words = Array::of2(&FAILED.into(), &info.to_string().into());
        post(&scope, &words, &[]);
    }));
}

pub(super) fn post(scope: &DedicatedWorkerGlobalScope, message: &Array, parts: &[JsValue]) {
    let transfer: Array = parts
        .iter()
        .filter(|part| part.is_instance_of::<ArrayBuffer>())
        .collect();
    // Fails only when a buffer is already gone, and then there is nobody left to tell.
    let _ = scope.post_message_with_transfer(message, &transfer);
}

pub(super) fn text_of(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
