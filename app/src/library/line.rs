//! A line to one worker of the library program: requests out, answers in, events to whoever listens.

use super::later::{Teller, later};
use super::protocol::{
    Answer, Ask, Event, FAILED, Kind, OTHER_TAB, READY, Reply, Request, Trouble, decode, encode,
};
use crate::boot;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

/// An answer and what came with it.
#[derive(Debug)]
pub struct Heard {
    /// The answer.
    pub answer: Answer,
    /// What it speaks of: buffers of columns, or the blob of a file.
    pub parts: Vec<JsValue>,
}

type Told = Result<Heard, Trouble>;

/// A worker with the requests it has not answered; ends it when dropped.
#[derive(Clone)]
pub struct Line(Rc<Shared>);

struct Shared {
    seated: RefCell<Option<Seated>>,
    ready: Cell<bool>,
    unsent: RefCell<Vec<(Array, Array)>>,
    open: RefCell<BTreeMap<u64, Teller<Told>>>,
    last: Cell<u64>,
    on_event: Box<dyn Fn(Event)>,
}

struct Seated {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Line {
    /// A line whose worker is started by the first request.
    pub fn new(on_event: impl Fn(Event) + 'static) -> Line {
        Line(Rc::new(Shared {
            seated: RefCell::new(None),
            ready: Cell::new(false),
            unsent: RefCell::default(),
            open: RefCell::default(),
            last: Cell::new(0),
            on_event: Box::new(on_event),
        }))
    }

    /// Asks something; `parts` are what the request speaks of: buffers, which are transferred, or a file.
    pub async fn ask(&self, ask: Ask, parts: &[JsValue]) -> Told {
        let id = self.0.last.get() + 1;
        self.0.last.set(id);
        let header = encode(&Request { id, ask }).map_err(refused)?;
        let header = Uint8Array::from(header.as_slice());
        let (message, transfer) = (Array::of1(&header), Array::of1(&header.buffer()));
        for part in parts {
            message.push(part);
            if part.is_instance_of::<ArrayBuffer>() {
                transfer.push(part);
            }
        }
        let (teller, told) = later();
        self.0.open.borrow_mut().insert(id, teller);
        self.start()?;
        if self.0.ready.get() {
            self.send(&message, &transfer);
        } else {
            self.0.unsent.borrow_mut().push((message, transfer));
        }
        let gone = || Err(Kind::Unusable.into());
        told.await.unwrap_or_else(gone)
    }

    /// Ends the worker; what it was asked is answered with this trouble.
    pub fn end(&self, why: &Trouble) {
        let seated = self.0.seated.borrow_mut().take();
        drop(seated);
        self.0.ready.set(false);
        self.0.unsent.borrow_mut().clear();
        let open = std::mem::take(&mut *self.0.open.borrow_mut());
        for teller in open.into_values() {
            teller.tell(Err(why.clone()));
        }
    }

    fn start(&self) -> Result<(), Trouble> {
        if self.0.seated.borrow().is_some() {
            return Ok(());
        }
        let worker = boot::start_library()
            .map_err(|error| Trouble::new(Kind::Unusable, boot::words_of(&error)))?;
        let on_message = {
            let line = Rc::downgrade(&self.0);
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(shared) = line.upgrade() {
                    Line(shared).hear(&event.data());
                }
            })
        };
        let on_error = {
            let line = Rc::downgrade(&self.0);
            Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
                event.prevent_default();
                let said = boot::get(&event, "message").as_string();
                let said = said.unwrap_or_else(|| "its script could not be fetched".to_owned());
                if let Some(shared) = line.upgrade() {
                    Line(shared).end(&Trouble::new(Kind::Unusable, said));
                }
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.0.seated.borrow_mut() = Some(Seated {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        });
        Ok(())
    }

    fn send(&self, message: &Array, transfer: &Array) {
        let sent = match self.0.seated.borrow().as_ref() {
            Some(seated) => seated.worker.post_message_with_transfer(message, transfer),
            None => return,
        };
        if let Err(error) = sent {
            self.end(&Trouble::new(Kind::Refused, boot::words_of(&error)));
        }
    }

    fn hear(&self, message: &JsValue) {
        let Some(parts) = message.dyn_ref::<Array>() else {
            return;
        };
        let first = parts.get(0);
        let words = || parts.get(1).as_string().unwrap_or_default();
        match first.as_string().as_deref() {
            Some(READY) if words() == boot::info().build => {
                self.0.ready.set(true);
                let unsent = std::mem::take(&mut *self.0.unsent.borrow_mut());
                for (message, transfer) in unsent {
                    self.send(&message, &transfer);
                }
            }
            Some(READY) => self.end(&Kind::OtherBuild.into()),
            Some(FAILED) if words() == OTHER_TAB => self.end(&Kind::OtherTab.into()),
            Some(FAILED) => self.end(&Trouble::new(Kind::Unusable, words())),
            Some(_) => {}
            None => self.reply(&first, parts),
        }
    }

    fn reply(&self, header: &JsValue, parts: &Array) {
        match decode::<Reply>(&Uint8Array::new(header).to_vec()) {
            Ok(Reply::Event(event)) => (self.0.on_event)(event),
            Ok(Reply::Answer(id, answer)) => {
                let parts = parts.iter().skip(1).collect();
                let teller = self.0.open.borrow_mut().remove(&id);
                if let Some(teller) = teller {
                    teller.tell(answer.map(|answer| Heard { answer, parts }));
                }
            }
            Err(error) => self.end(&Trouble::new(Kind::Unusable, error)),
        }
    }
}

fn refused(said: String) -> Trouble {
    Trouble::new(Kind::Refused, said)
}
