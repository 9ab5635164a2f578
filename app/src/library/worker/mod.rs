//! The library worker: hears what the page and other tabs ask, and does it, one thing after another.

mod changes;
mod desk;
mod disk;
mod downloads;
mod files;
mod foreign;
mod gauge;
mod handed;
mod hash;
mod looks;
mod markets;
mod naming;
mod net;
mod opfs;
mod post;
mod reading;
mod relay;
mod repair;
mod source;
mod supplied;
mod supply;
mod tab;
mod warm;
mod words;

use super::later::Inbox;
use super::ownership::{Ownership, Standing, Step};
use super::protocol::{Answer, Ask, FAILED, Kind, READY, Request, Role, Trouble, decode};
use super::queue::Whose;
use desk::Desk;
use foreign::Foreign;
use js_sys::{Array, Uint8Array};
use post::{post, report_panics, text_of};
use std::cell::Cell;
use std::rc::Rc;
use tab::{Heard, Tab};
use venues::HttpReply;
use warm::Warming;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What an answer is: its words, and the parts it speaks of: buffers of columns, or the blob of a file.
type Answered = Result<(Answer, Vec<JsValue>), Trouble>;

/// Starts listening and says hello.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    report_panics();
    let inbox = Inbox::default();
    let on_message = {
        let inbox = inbox.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            inbox.put(Work::Page(event.data()));
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    let build = text_of(&scope, "BACKCAST_BUILD");
    post(
        &scope,
        &Array::of2(&READY.into(), &build.as_str().into()),
        &[],
    );
    let worker = Worker {
        scope,
        build,
        inbox,
        ownership: None,
        tab: None,
        desk: None,
        foreign: Foreign::default(),
        warming: Warming::default(),
        serving: Rc::default(),
    };
    spawn_local(worker.work());
}

/// Something to do.
enum Work {
    /// The page said something.
    Page(JsValue),
    /// Another tab said something.
    Tab(Heard),
    /// The lock was free, or not.
    Tried(bool),
    /// The lock that was waited for is here.
    Granted,
    /// A reply for a download.
    Reply(Whose, Result<HttpReply, String>),
    /// Time has passed.
    Tick,
    /// The first answer is out, and whoever was quick with the next question has had that one too.
    Tidy,
    /// Nobody asked for a while.
    Warm,
}

/// Who asked.
#[derive(Clone, Debug)]
enum Asker {
    /// Our own page.
    Page(u64),
    /// Another tab, by its name.
    Tab(String, u64),
}

/// A request with what it speaks of.
#[derive(Clone)]
struct Asked {
    ask: Ask,
    header: Uint8Array,
    parts: Vec<JsValue>,
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    build: String,
    inbox: Inbox<Work>,
    ownership: Option<Ownership<Asked>>,
    tab: Option<Tab>,
    desk: Option<Desk>,
    foreign: Foreign,
    warming: Warming,
    /// Somebody's question is being answered.
    serving: Rc<Cell<bool>>,
}

impl Worker {
    async fn work(mut self) {
        loop {
            match self.inbox.next().await {
                Work::Page(message) => self.hear_page(&message).await,
                Work::Tab(heard) => self.hear_tab(heard).await,
                Work::Tried(got_it) => {
                    let steps = self.ownership.as_mut().map(|own| own.tried(got_it));
                    self.carry_out(steps.unwrap_or_default()).await;
                }
                Work::Granted => {
                    let steps = self.ownership.as_mut().map(Ownership::granted);
                    self.carry_out(steps.unwrap_or_default()).await;
                }
                Work::Reply(whose, reply) => {
                    if let Some(desk) = &mut self.desk {
                        desk.heard(whose, &reply).await;
                    }
                }
                Work::Tick => {
                    if let Some(desk) = &mut self.desk {
                        desk.tick().await;
                    }
                }
                Work::Tidy => {
                    if let Some(desk) = &mut self.desk {
                        desk.tidy().await;
                    }
                }
                Work::Warm => self.use_the_quiet().await,
            }
            if let Some(desk) = &self.desk
                && desk.has_names_to_find()
            {
                self.warming.go_on(&self.inbox);
            }
            let events = self.desk.as_mut().map(Desk::take_events);
            for event in events.unwrap_or_default() {
                self.tell_everybody(&event);
            }
        }
    }

    /// Nobody asked for a while: one step of what makes the next questions faster.
    async fn use_the_quiet(&mut self) {
        if !self.warming.is_quiet(&self.inbox) {
            return;
        }
        if let Some(desk) = &mut self.desk {
            // A disk that was held at first has been opened since.
            desk.tidy().await;
        }
        let more = self.warming.round().await
            || match &mut self.desk {
                Some(desk) => desk.find_a_name().await,
                None => false,
            };
        self.warming.rest(more, &self.inbox);
    }

    async fn hear_page(&mut self, message: &JsValue) {
        let Some(message) = message.dyn_ref::<Array>() else {
            return;
        };
        let header = Uint8Array::new(&message.get(0));
        let parts: Vec<JsValue> = message.iter().skip(1).collect();
        match decode::<Request>(&header.to_vec()) {
            Err(error) => {
                let words = Array::of2(&FAILED.into(), &error.as_str().into());
                post(&self.scope, &words, &[]);
            }
            Ok(Request {
                id,
                ask: Ask::Intake(ask),
            }) => {
                let answered = self.foreign.serve(ask, &parts).await;
                self.answer(&Asker::Page(id), answered);
            }
            Ok(Request { id, ask }) => {
                if let Ask::Keys(venue, keys) = &ask {
                    // Also where another tab owns the disk: this one may have to take over.
                    net::ask_with(*venue, keys.clone());
                }
                let mut steps = self.begin();
                let asked = Asked { header, parts, ask };
                let only_reads = asked.ask.only_reads();
                if let Some(own) = &mut self.ownership {
                    steps.extend(own.ask(id, asked, only_reads));
                }
                self.carry_out(steps).await;
            }
        }
    }

    /// The first request for the library: now it matters who owns the disk.
    fn begin(&mut self) -> Vec<Step<Asked>> {
        if self.ownership.is_some() {
            return Vec::new();
        }
        // A tab without a channel would be alone even with locks.
        self.tab = Tab::open(&self.build, &self.inbox);
        let (own, steps) = Ownership::begin(self.tab.is_some() && opfs::locks().is_some());
        self.ownership = Some(own);
        steps
    }

    async fn carry_out(&mut self, steps: Vec<Step<Asked>>) {
        for step in steps {
            match step {
                Step::TryLock => tab::try_lock(&self.inbox),
                Step::WaitForLock => tab::wait_for_lock(&self.inbox),
                Step::Hello => self.with_tab(Tab::hello),
                Step::Announce => self.with_tab(Tab::announce),
                Step::Open => {
                    let alone = self.ownership.as_ref().map(Ownership::standing);
                    let role = if alone == Some(Standing::Alone) {
                        Role::Alone
                    } else {
                        Role::Owner
                    };
                    let mut desk = Desk::new(role, &self.inbox);
                    desk.open().await;
                    self.desk = Some(desk);
                }
                Step::Serve(id, asked) => self.serve(&Asker::Page(id), asked).await,
                Step::Forward(id, asked) => {
                    if let Some(tab) = &self.tab
                        && let Err(trouble) = tab.forward(&asked.header, &asked.parts)
                    {
                        if let Some(own) = &mut self.ownership {
                            own.answered(id);
                        }
                        self.answer(&Asker::Page(id), Err(trouble));
                    }
                }
                Step::GiveBack(id) => {
                    self.answer(&Asker::Page(id), Err(Kind::OwnerGone.into()));
                }
            }
        }
    }

    async fn serve(&mut self, asker: &Asker, asked: Asked) {
        let Some(desk) = &mut self.desk else {
            return self.answer(asker, Err(Kind::Storage.into()));
        };
        self.serving.set(true);
        let answered = desk.serve(asked.ask, &asked.parts).await;
        self.serving.set(false);
        self.answer(asker, answered);
        self.warming.answered(&self.serving, &self.inbox);
    }

    fn with_tab(&self, act: impl FnOnce(&Tab)) {
        if let Some(tab) = &self.tab {
            act(tab);
        }
    }
}

/// The time it is.
fn now() -> domain::Ts {
    domain::Ts(js_sys::Date::now() as i64)
}
