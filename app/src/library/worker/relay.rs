//! What other tabs say: the owner serves them, and a tab that goes through the owner passes its answers on.

use super::super::protocol::{
    Answer, Event, FAILED, OTHER_TAB, Reply, Request, Role, StorageState, decode,
};
use super::post::{header_of, post};
use super::tab::{Heard, Tab};
use super::{Asked, Asker, Worker};
use js_sys::Array;

impl Worker {
    pub(super) async fn hear_tab(&mut self, heard: Heard) {
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
}

/// The owner's state as it is for a tab that goes through it.
fn through(state: StorageState) -> StorageState {
    StorageState {
        role: Role::Through,
        ..state
    }
}
