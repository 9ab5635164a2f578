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
mod reading;
mod repair;
mod supply;
mod tab;
mod warm;
mod words;

use super::later::Inbox;
use super::ownership::{Ownership, Standing, Step};
use super::protocol::{
    Answer, Ask, Event, FAILED, Kind, OTHER_TAB, READY, Reply, Request, Role, StorageState,
    Trouble, decode, encode,
};
use super::queue::Whose;
use desk::Desk;
use foreign::Foreign;
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
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

    async fn hear_tab(&mut self, heard: Heard) {
        let owns = self.desk.is_some();
        match heard {
            Heard::Hello if owns => self.with_tab(Tab::announce),
            Heard::Owner(name) => {
                let steps = self.ownership.as_mut().map(|own| own.announced(&name));
                self.carry_out(steps.unwrap_or_default()).await;
            }
            Heard::OtherBuild => {
                // Whatever waits for that owner is told; a reload of the other tab ends it.
                let words = Array::of2(&FAILED.into(), &OTHER_TAB.into());
                post(&self.scope, &words, &[]);
            }
            Heard::Ask(client, header, parts) if owns => {
                let Ok(Request { id, ask }) = decode::<Request>(&header.to_vec()) else {
                    return;
                };
                let asked = Asked { ask, header, parts };
                self.serve(&Asker::Tab(client, id), asked).await;
            }
            Heard::Answer(header, parts) => {
                let Ok(Reply::Answer(id, answer)) = decode::<Reply>(&header.to_vec()) else {
                    return;
                };
                let waits = self.ownership.as_mut().is_some_and(|own| own.answered(id));
                let header = match answer {
                    Ok(Answer::Storage(state)) => {
                        let answer = Answer::Storage(through(state));
                        header_of(&Reply::Answer(id, Ok(answer)))
                    }
                    _ => Some(header),
                };
                if let Some(header) = header.filter(|_| waits) {
                    let message = Array::of1(&header);
                    parts.iter().for_each(|part| {
                        message.push(part);
                    });
                    post(&self.scope, &message, &parts);
                }
            }
            Heard::Event(header) if !owns => {
                let header = match decode::<Reply>(&header.to_vec()) {
                    Ok(Reply::Event(Event::Storage(state))) => {
                        header_of(&Reply::Event(Event::Storage(through(state))))
                    }
                    _ => Some(header),
                };
                if let Some(header) = header {
                    post(&self.scope, &Array::of1(&header), &[]);
                }
            }
            Heard::Hello | Heard::Ask(..) | Heard::Event(_) => {}
        }
    }

    fn answer(&self, asker: &Asker, answered: Answered) {
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

    fn tell_everybody(&self, event: &Event) {
        let Some(header) = header_of(&Reply::Event(event.clone())) else {
            return;
        };
        self.with_tab(|tab| tab.event(&header));
        post(&self.scope, &Array::of1(&header), &[]);
    }

    fn with_tab(&self, act: impl FnOnce(&Tab)) {
        if let Some(tab) = &self.tab {
            act(tab);
        }
    }
}

/// The owner's state as it is for a tab that goes through it.
fn through(state: StorageState) -> StorageState {
    StorageState {
        role: Role::Through,
        ..state
    }
}

fn header_of(reply: &Reply) -> Option<Uint8Array> {
    let header = encode(reply).ok()?;
    Some(Uint8Array::from(header.as_slice()))
}

/// A panic becomes a message before it becomes a trap, so that the page can say what happened.
fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let words = Array::of2(&FAILED.into(), &info.to_string().into());
        post(&scope, &words, &[]);
    }));
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &Array, parts: &[JsValue]) {
    let transfer: Array = parts
        .iter()
        .filter(|part| part.is_instance_of::<ArrayBuffer>())
        .collect();
    // Fails only when a buffer is already gone, and then there is nobody left to tell.
    let _ = scope.post_message_with_transfer(message, &transfer);
}

fn text_of(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// The time it is.
fn now() -> domain::Ts {
    domain::Ts(js_sys::Date::now() as i64)
}
