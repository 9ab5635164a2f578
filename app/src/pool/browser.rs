//! The browser side of the pool: starts and ends workers, carries messages, and tells whoever asked.

use super::protocol::{self, FAILED, Job, News, Order, READY, Reply, Request};
use super::queue::{JobId, Queue, Seat, Step, Unusable};
use crate::boot;
use crate::library::client::{library, unexpected};
use crate::library::line::Heard;
use crate::library::protocol::{Answer, Ask};
use domain::MarketChoice;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

/// The most workers ever started: a phone with eight cores still has one memory.
const MOST_WORKERS: f64 = 4.0;

/// The buffers that came with an answer.
pub type Transfer = Vec<ArrayBuffer>;

/// What happens to a job, in the order it happens.
pub enum Event {
    /// News from the worker, with the buffers it transferred.
    News(News, Transfer),
    /// The job failed; the others go on.
    Failed(String),
    /// The job was cancelled.
    Cancelled,
}

type Listener = Rc<dyn Fn(Event)>;

/// A handle on the one pool of the page.
#[derive(Clone)]
pub struct Pool(Rc<Shared>);

struct Shared {
    queue: RefCell<Queue<Job>>,
    workers: RefCell<HashMap<usize, Seated>>,
    listeners: RefCell<HashMap<JobId, Listener>>,
    on_unusable: Box<dyn Fn(Unusable)>,
}

/// A worker and the closures that listen to it; dropping it ends both.
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

impl Pool {
    /// A pool as large as the machine allows, with the worker the boot script already started.
    pub fn new(on_unusable: impl Fn(Unusable) + 'static) -> Pool {
        let cores =
            web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
        let size = cores.clamp(1.0, MOST_WORKERS) as usize;
        let pool = Pool(Rc::new(Shared {
            queue: RefCell::new(Queue::new(size)),
            workers: RefCell::default(),
            listeners: RefCell::default(),
            on_unusable: Box::new(on_unusable),
        }));
        let steps = pool.0.queue.borrow_mut().warm_up();
        pool.carry_out(steps);
        pool
    }

    /// Hands in a job; the listener hears what becomes of it.
    pub fn submit(&self, job: Job, listener: impl Fn(Event) + 'static) -> JobId {
        let (id, steps) = self.0.queue.borrow_mut().submit(job);
        self.0.listeners.borrow_mut().insert(id, Rc::new(listener));
        self.carry_out(steps);
        id
    }

    /// Drops a job, running or waiting.
    pub fn cancel(&self, id: JobId) {
        let steps = self.0.queue.borrow_mut().cancel(id);
        self.carry_out(steps);
    }

    /// Lets every worker ask for its bars again before its next job.
    pub fn forget_bars(&self) {
        let slots: Vec<usize> = self.0.workers.borrow().keys().copied().collect();
        for slot in slots {
            // A worker that can't be told can't go on either.
            let _ = self.post(slot, 0, Order::Forget, &[]);
        }
    }

    /// Workers that exist now.
    pub fn workers(&self) -> usize {
        self.0.queue.borrow().workers()
    }

    fn carry_out(&self, steps: Vec<Step<Job>>) {
        for step in steps {
            match step {
                Step::Start(seat) => self.start(seat),
                Step::Stop(slot) => {
                    self.0.workers.borrow_mut().remove(&slot);
                }
                Step::Send(slot, id, job) => self.send(slot, id, job),
                Step::Fail(id, message) => self.tell_last(id, Event::Failed(message)),
                Step::Cancelled(id) => self.tell_last(id, Event::Cancelled),
                Step::Unusable(why) => {
                    self.0.listeners.borrow_mut().clear();
                    (self.0.on_unusable)(why);
                }
            }
        }
    }

    fn start(&self, seat: Seat) {
        // The first seat is for the worker that has been loading beside the page.
        let (worker, inbox) = match boot::take_first_worker() {
            Some((worker, inbox)) => (Ok(worker), inbox),
            None => (boot::start_worker(), Array::new()),
        };
        let worker = match worker {
            Ok(worker) => worker,
            Err(error) => {
                let steps = self
                    .0
                    .queue
                    .borrow_mut()
                    .crashed(seat, &boot::words_of(&error));
                return self.carry_out(steps);
            }
        };
        let heard = {
            let pool = self.clone();
            move |message: JsValue| pool.hear(seat, &message)
        };
        let on_message = {
            let heard = heard.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| heard(event.data()))
        };
        let on_error = {
            let pool = self.clone();
            Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
                event.prevent_default();
                // A script that can't be fetched gives a bare event without a message.
                let message = boot::get(&event, "message")
                    .as_string()
                    .filter(|text| !text.is_empty());
                pool.crashed(
                    seat,
                    message
                        .as_deref()
                        .unwrap_or("its script could not be fetched"),
                );
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let seated = Seated {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        };
        self.0.workers.borrow_mut().insert(seat.slot, seated);
        // What it said before anybody listened.
        inbox.iter().for_each(heard);
    }

    fn send(&self, slot: usize, id: JobId, job: Job) {
        if let Err(message) = self.post(slot, id, Order::Start(job), &[]) {
            self.tell_last(id, Event::Failed(message));
        }
    }

    fn post(&self, slot: usize, id: JobId, order: Order, parts: &[JsValue]) -> Result<(), String> {
        let header = protocol::encode(&Request { id, order })?;
        let header = Uint8Array::from(header.as_slice());
        let (message, buffers) = (Array::of1(&header), Array::of1(&header.buffer()));
        for part in parts {
            message.push(part);
            buffers.push(part);
        }
        let workers = self.0.workers.borrow();
        let seated = workers.get(&slot).ok_or("the worker is gone")?;
        seated
            .worker
            .post_message_with_transfer(&message, &buffers)
            .map_err(|error| boot::words_of(&error))
    }

    /// Fetches bars for a worker: they pass through here as buffers that nobody looks into.
    async fn supply(self, seat: Seat, id: JobId, choice: MarketChoice) {
        let heard = library().ask(Ask::Bars(Box::new(choice))).await;
        let (order, parts) = match heard {
            Ok(Heard {
                answer: Answer::Bars(heads),
                parts,
            }) => (Order::Bars(heads), parts),
            Ok(_) => (Order::NoBars(unexpected().said), Vec::new()),
            Err(trouble) => (Order::NoBars(trouble.said), Vec::new()),
        };
        // Meanwhile the job may have been cancelled, and its worker with it.
        if self.0.queue.borrow().works_on(seat, id)
            && let Err(message) = self.post(seat.slot, id, order, &parts)
        {
            self.crashed(seat, &message);
        }
    }

    fn hear(&self, seat: Seat, message: &JsValue) {
        let Some(parts) = message.dyn_ref::<Array>() else {
            return;
        };
        let first = parts.get(0);
        let words = || parts.get(1).as_string().unwrap_or_default();
        match first.as_string().as_deref() {
            Some(READY) => {
                let steps = self
                    .0
                    .queue
                    .borrow_mut()
                    .ready(seat, &words(), &boot::info().build);
                self.carry_out(steps);
                boot::announce(boot::WORKER_READY);
            }
            Some(FAILED) => self.crashed(seat, &words()),
            Some(_) => {}
            None => self.reply(seat, &first, parts),
        }
    }

    fn reply(&self, seat: Seat, header: &JsValue, parts: &Array) {
        let header = Uint8Array::new(header).to_vec();
        let reply: Reply = match protocol::decode(&header) {
            Ok(reply) => reply,
            Err(message) => return self.crashed(seat, &message),
        };
        let Reply { id, news } = reply;
        if !self.0.queue.borrow().works_on(seat, id) {
            return;
        }
        let buffers = parts
            .iter()
            .skip(1)
            .filter_map(|part| part.dyn_into().ok())
            .collect();
        match news {
            News::Progress { .. } => {
                let listener = self.0.listeners.borrow().get(&id).cloned();
                if let Some(listener) = listener {
                    listener(Event::News(news, buffers));
                }
            }
            News::Wants(choice) => spawn_local(self.clone().supply(seat, id, *choice)),
            // The next job is on its way before anyone looks at this answer.
            News::Run(_) | News::Audit(_) | News::Refused(_) => {
                let steps = self.0.queue.borrow_mut().finished(seat, id);
                self.carry_out(steps);
                self.tell_last(id, Event::News(news, buffers));
            }
        }
    }

    fn crashed(&self, seat: Seat, message: &str) {
        let steps = self.0.queue.borrow_mut().crashed(seat, message);
        self.carry_out(steps);
    }

    fn tell_last(&self, id: JobId, event: Event) {
        let listener = self.0.listeners.borrow_mut().remove(&id);
        if let Some(listener) = listener {
            listener(event);
        }
    }
}
