//! The check of the run on show: started by a reader, dropped when the question changes, shown beside nothing else.

use crate::audit::AuditAnswer;
use crate::pool::Event;
use crate::pool::protocol::{Job, News};
use crate::pool::queue::JobId;
use crate::state::{Lab, Status, use_lab};
use domain::RunSpec;
use leptos::prelude::*;
use std::cell::OnceCell;
use std::rc::Rc;

/// The check and what it found.
#[derive(Clone, Copy)]
pub struct Check {
    /// Where the check is.
    pub status: RwSignal<Status>,
    found: RwSignal<Option<Found>, LocalStorage>,
    turn: StoredValue<Turn, LocalStorage>,
}

/// A question and what was found about it.
#[derive(Clone)]
struct Found {
    spec: Rc<RunSpec>,
    answer: Rc<AuditAnswer>,
}

/// The check under way or the last one. News of an earlier turn is not heard.
#[derive(Default)]
struct Turn {
    number: u64,
    job: Option<JobId>,
    spec: Option<Rc<RunSpec>>,
}

impl Check {
    fn new() -> Check {
        Check {
            status: RwSignal::new(Status::Idle),
            found: RwSignal::new_local(None),
            turn: StoredValue::new_local(Turn::default()),
        }
    }

    /// Checks the run on show.
    pub fn start(self) {
        let lab = use_lab();
        let shown = lab.answer.with_untracked(|answer| {
            let answer = answer.as_ref()?;
            Some(Rc::clone(&answer.spec))
        });
        let Some(spec) = shown else { return };
        self.drop_turn();
        self.status.set(Status::Running(0, 1));
        let turn = self.turn.with_value(|turn| turn.number);
        let job = Job::Audit(Box::new((*spec).clone()));
        self.turn
            .update_value(|turn| turn.spec = Some(Rc::clone(&spec)));
        let id = lab.submit(job, move |event| self.hear(turn, &spec, event));
        self.turn.update_value(|turn| turn.job = Some(id));
    }

    /// Stops it because a reader wants so.
    pub fn cancel(self) {
        self.drop_turn();
        self.status.set(Status::Cancelled);
    }

    /// Forgets a check that is no longer about the question; one that is done waits for its question to come back.
    pub fn follow(self, lab: Lab) {
        let asked = lab.checked.get();
        let shown = lab.answer.with(|answer| {
            let answer = answer.as_ref()?;
            Some(Rc::clone(&answer.spec))
        });
        let Some(spec) = self.turn.with_value(|turn| turn.spec.clone()) else {
            return;
        };
        let elsewhere = asked.is_ok_and(|asked| asked != *spec)
            || shown.is_some_and(|shown| *shown != *spec)
            || lab.unusable.with(Option::is_some);
        if elsewhere {
            self.drop_turn();
            self.status.set(Status::Idle);
        }
    }

    /// What was found about the run on show.
    pub fn answer(self) -> Option<Rc<AuditAnswer>> {
        self.found.with(|found| {
            let found = found.as_ref()?;
            let same = use_lab().answer.with(|answer| {
                let answer = answer.as_ref();
                answer.is_some_and(|answer| *answer.spec == *found.spec)
            });
            same.then(|| Rc::clone(&found.answer))
        })
    }

    /// Is there a result, but of another run than the one on show?
    pub fn is_stale(self) -> bool {
        self.found.with(Option::is_some) && self.answer().is_none()
    }

    fn hear(self, turn: u64, spec: &Rc<RunSpec>, event: Event) {
        if self.turn.with_value(|now| now.number != turn) {
            return;
        }
        let status = match event {
            Event::News(News::Progress { done, of }, _) => Status::Running(done, of),
            Event::News(News::Audit(answer), _) => {
                let (spec, answer) = (Rc::clone(spec), Rc::new(*answer));
                self.found.set(Some(Found { spec, answer }));
                Status::Ready
            }
            Event::News(News::Refused(reason), _) | Event::Failed(reason) => Status::Failed(reason),
            Event::News(News::Run(_) | News::Wants(_), _) => {
                Status::Failed("this is no check".to_owned())
            }
            Event::Cancelled => Status::Cancelled,
        };
        self.status.set(status);
    }

    /// Ends the turn; a job that is already done is not known any more and nothing happens to it.
    fn drop_turn(self) {
        let job = self.turn.try_update_value(|turn| {
            turn.number += 1;
            turn.spec = None;
            turn.job.take()
        });
        if let Some(job) = job.flatten() {
            use_lab().withdraw(job);
        }
    }
}

/// The check: one for the page, found from anywhere.
pub fn use_check() -> Check {
    thread_local!(static CHECK: OnceCell<Check> = const { OnceCell::new() });
    CHECK.with(|check| *check.get_or_init(Check::new))
}
