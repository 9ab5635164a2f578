//! Other tabs: the lock that says who owns the disk, and the channel through which the others reach the owner.

use super::super::later::Inbox;
use super::super::protocol::{CHANNEL, Kind, LOCK, Trouble};
use super::Work;
use super::opfs::{call, error_of, locks, options};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

/// What another tab says.
pub enum Heard {
    /// Who is the owner?
    Hello,
    /// I am.
    Owner(String),
    /// I am, and of another build.
    OtherBuild,
    /// A request, from the tab of this name.
    Ask(String, Uint8Array, Vec<JsValue>),
    /// The answer to one of ours.
    Answer(Uint8Array, Vec<JsValue>),
    /// Something that concerns everybody.
    Event(Uint8Array),
}

/// This tab's end of the channel.
pub struct Tab {
    channel: JsValue,
    name: String,
    build: String,
    _on_message: Closure<dyn Fn(JsValue)>,
}

/// Whole numbers that a random one is drawn from: 2⁵².
const LARGE: f64 = 4_503_599_627_370_496.0;

const HELLO: &str = "hello";
const OWNER: &str = "owner";
const ASK: &str = "ask";
const ANSWER: &str = "answer";
const EVENT: &str = "event";

impl Tab {
    /// Opens the channel; `None` where the browser has none.
    pub fn open(build: &str, inbox: &Inbox<Work>) -> Option<Tab> {
        let kind = Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).ok()?;
        let kind: Function = kind.dyn_into().ok()?;
        let channel = Reflect::construct(&kind, &Array::of1(&CHANNEL.into())).ok()?;
        let name = format!("{:016x}", (js_sys::Math::random() * LARGE) as u64);
        let on_message = {
            let (inbox, name, build) = (inbox.clone(), name.clone(), build.to_owned());
            Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                let data = Reflect::get(&event, &"data".into()).unwrap_or_default();
                let message = data.dyn_ref::<Array>();
                if let Some(heard) = message.and_then(|parts| read(parts, &name, &build)) {
                    inbox.put(Work::Tab(heard));
                }
            })
        };
        Reflect::set(&channel, &"onmessage".into(), on_message.as_ref()).ok()?;
        Some(Tab {
            channel,
            name,
            build: build.to_owned(),
            _on_message: on_message,
        })
    }

    /// Asks who the owner is.
    pub fn hello(&self) {
        self.post(&[HELLO.into()]);
    }

    /// Says that this tab is.
    pub fn announce(&self) {
        let (name, build) = (self.name.as_str().into(), self.build.as_str().into());
        self.post(&[OWNER.into(), name, build]);
    }

    /// Sends a request to the owner, whoever it is.
    pub fn forward(&self, header: &Uint8Array, parts: &[JsValue]) -> Result<(), Trouble> {
        let (name, build) = (self.name.as_str().into(), self.build.as_str().into());
        let mut message = vec![ASK.into(), name, build, header.into()];
        message.extend_from_slice(parts);
        self.try_post(&message).map_err(|error| {
            let (_, said) = error_of(&error);
            Trouble::new(Kind::Refused, said)
        })
    }

    /// Sends an answer to the tab of this name.
    pub fn answer(&self, client: &str, header: &Uint8Array, parts: &[JsValue]) {
        let mut message = vec![ANSWER.into(), client.into(), header.into()];
        message.extend_from_slice(parts);
        self.post(&message);
    }

    /// Tells everybody.
    pub fn event(&self, header: &Uint8Array) {
        self.post(&[EVENT.into(), self.build.as_str().into(), header.into()]);
    }

    fn post(&self, message: &[JsValue]) {
        // A closed channel has nobody at its other end.
        let _ = self.try_post(message);
    }

    fn try_post(&self, message: &[JsValue]) -> Result<(), JsValue> {
        let message: Array = message.iter().collect();
        call(&self.channel, "postMessage", &[message.into()]).map(|_| ())
    }
}

fn read(parts: &Array, own: &str, build: &str) -> Option<Heard> {
    let text = |place| parts.get(place).as_string();
    let bytes = |place| parts.get(place).dyn_into::<Uint8Array>().ok();
    let rest = |place| parts.iter().skip(place).collect();
    match text(0)?.as_str() {
        HELLO => Some(Heard::Hello),
        OWNER if text(2)? == build => Some(Heard::Owner(text(1)?)),
        OWNER => Some(Heard::OtherBuild),
        ASK if text(2)? == build => Some(Heard::Ask(text(1)?, bytes(3)?, rest(4))),
        // Its build is told to it, so that it can say what is to be done.
        ASK => Some(Heard::Hello),
        ANSWER if text(1)? == own => Some(Heard::Answer(bytes(2)?, rest(3))),
        EVENT if text(1)? == build => Some(Heard::Event(bytes(2)?)),
        _ => None,
    }
}

/// Takes the lock if it is free, and says whether it was.
pub fn try_lock(inbox: &Inbox<Work>) {
    let inbox = inbox.clone();
    let if_available = options(&[("ifAvailable", JsValue::TRUE)]);
    request(&[if_available], move |lock| {
        let got_it = lock.is_object();
        inbox.put(Work::Tried(got_it));
        got_it
    });
}

/// Waits for the lock, however long.
pub fn wait_for_lock(inbox: &Inbox<Work>) {
    let inbox = inbox.clone();
    request(&[], move |_| {
        inbox.put(Work::Granted);
        true
    });
}

/// Asks for the lock; `hear` says whether to hold it, and then it is held as long as the worker lives.
fn request(more: &[JsValue], hear: impl FnOnce(JsValue) -> bool + 'static) {
    let Some(locks) = locks() else {
        return;
    };
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if hear(lock) {
            Promise::new(&mut |_, _| {}).into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let mut arguments = vec![LOCK.into()];
    arguments.extend_from_slice(more);
    arguments.push(callback);
    // Refused only to a page that is going away.
    if let Ok(promise) = call(&locks, "request", &arguments) {
        let ignore = Closure::once_into_js(|_: JsValue| {});
        let _ = call(&promise, "catch", &[ignore]);
    }
}
