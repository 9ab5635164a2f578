//! Who works the disk: the state machine behind the Web Lock, with no browser in it.
//!
//! One worker among all tabs holds the lock for life and is the owner. The others send what they are asked through a
//! channel and wait for the lock; whoever gets it opens the disk anew. What was on its way to an owner that went is asked
//! again when it only reads, and given back to whoever asked when it doesn't: nobody knows whether it was heard.

use std::collections::BTreeMap;

/// What the browser side has to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<R> {
    /// Ask for the lock if it is free.
    TryLock,
    /// Wait for the lock, however long.
    WaitForLock,
    /// Ask on the channel who the owner is.
    Hello,
    /// Open the disk.
    Open,
    /// Tell the others who the owner is now.
    Announce,
    /// Do this request here.
    Serve(u64, R),
    /// Send this request to the owner.
    Forward(u64, R),
    /// The owner went before it answered.
    GiveBack(u64),
}

/// Who this worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody knows yet.
    Deciding,
    /// Another worker owns the disk.
    Through,
    /// This one does.
    Owner,
    /// This one does and can't know whether another one does too.
    Alone,
}

/// A request that has not been answered.
#[derive(Clone, Debug)]
struct Open<R> {
    request: R,
    only_reads: bool,
}

/// The standing of one worker, and what it was asked.
#[derive(Clone, Debug)]
pub struct Ownership<R> {
    standing: Standing,
    owner: Option<String>,
    open: BTreeMap<u64, Open<R>>,
}

impl<R: Clone> Ownership<R> {
    /// Begins; `locks` says whether the browser has Web Locks.
    pub fn begin(locks: bool) -> (Ownership<R>, Vec<Step<R>>) {
        let (standing, step) = if locks {
            (Standing::Deciding, Step::TryLock)
        } else {
            (Standing::Alone, Step::Open)
        };
        let own = Ownership {
            standing,
            owner: None,
            open: BTreeMap::new(),
        };
        (own, vec![step])
    }

    /// Who this worker is.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// Was the lock free?
    pub fn tried(&mut self, got_it: bool) -> Vec<Step<R>> {
        if self.standing != Standing::Deciding {
            return Vec::new();
        }
        if got_it {
            return self.take_over();
        }
        self.standing = Standing::Through;
        let mut steps = vec![Step::WaitForLock, Step::Hello];
        steps.extend(self.forward_all());
        steps
    }

    /// The lock that was waited for is here: the owner went.
    pub fn granted(&mut self) -> Vec<Step<R>> {
        if self.standing == Standing::Through {
            self.take_over()
        } else {
            Vec::new()
        }
    }

    /// Somebody says to be the owner.
    pub fn announced(&mut self, owner: &str) -> Vec<Step<R>> {
        if self.standing != Standing::Through || self.owner.as_deref() == Some(owner) {
            return Vec::new();
        }
        let first = self.owner.replace(owner.to_owned()).is_none();
        if first {
            // What was sent before its name was known has reached it: it listened before it took the lock.
            return Vec::new();
        }
        let mut steps = self.give_back();
        steps.extend(self.forward_all());
        steps
    }

    /// The page of this worker asks something.
    pub fn ask(&mut self, id: u64, request: R, only_reads: bool) -> Vec<Step<R>> {
        match self.standing {
            Standing::Owner | Standing::Alone => vec![Step::Serve(id, request)],
            Standing::Deciding => {
                self.keep(id, request, only_reads);
                Vec::new()
            }
            Standing::Through => {
                self.keep(id, request.clone(), only_reads);
                vec![Step::Forward(id, request)]
            }
        }
    }

    /// The owner has answered; false when nobody waits for it any more.
    pub fn answered(&mut self, id: u64) -> bool {
        self.open.remove(&id).is_some()
    }

    fn keep(&mut self, id: u64, request: R, only_reads: bool) {
        let open = Open {
            request,
            only_reads,
        };
        self.open.insert(id, open);
    }

    fn take_over(&mut self) -> Vec<Step<R>> {
        let was_through = self.standing == Standing::Through;
        self.standing = Standing::Owner;
        let mut steps = vec![Step::Open, Step::Announce];
        if was_through {
            steps.extend(self.give_back());
        }
        let open = std::mem::take(&mut self.open).into_iter();
        steps.extend(open.map(|(id, open)| Step::Serve(id, open.request)));
        steps
    }

    fn give_back(&mut self) -> Vec<Step<R>> {
        let lost: Vec<u64> = self
            .open
            .iter()
            .filter(|(_, open)| !open.only_reads)
            .map(|(id, _)| *id)
            .collect();
        for id in &lost {
            self.open.remove(id);
        }
        lost.into_iter().map(Step::GiveBack).collect()
    }

    fn forward_all(&self) -> Vec<Step<R>> {
        self.open
            .iter()
            .map(|(id, open)| Step::Forward(*id, open.request.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Announce, Forward, GiveBack, Hello, Open, Serve, TryLock, WaitForLock};
    use proptest::prelude::*;

    const READ: bool = true;
    const WRITE: bool = false;

    #[test]
    fn the_first_tab_opens_the_disk_and_does_what_it_was_asked_meanwhile() {
        let (mut own, steps) = Ownership::begin(true);
        assert_eq!(steps, [TryLock]);
        assert_eq!(own.ask(1, "list", READ), []);
        assert_eq!(own.tried(true), [Open, Announce, Serve(1, "list")]);
        assert_eq!(own.ask(2, "drop", WRITE), [Serve(2, "drop")]);
    }

    #[test]
    fn without_locks_a_tab_is_alone_and_says_so() {
        let (own, steps) = Ownership::<&str>::begin(false);
        assert_eq!(steps, [Open]);
        assert_eq!(own.standing(), Standing::Alone);
    }

    #[test]
    fn a_second_tab_goes_through_the_first_and_takes_over_when_it_goes() {
        let (mut own, _) = Ownership::begin(true);
        own.ask(1, "list", READ);
        assert_eq!(own.tried(false), [WaitForLock, Hello, Forward(1, "list")]);
        assert_eq!(own.announced("a"), []);
        assert!(own.answered(1));
        assert_eq!(own.ask(2, "rows", READ), [Forward(2, "rows")]);
        assert_eq!(own.ask(3, "drop", WRITE), [Forward(3, "drop")]);
        assert_eq!(
            own.granted(),
            [Open, Announce, GiveBack(3), Serve(2, "rows")]
        );
        assert_eq!(own.standing(), Standing::Owner);
        assert!(!own.answered(3), "a late answer of the one that went");
    }

    #[test]
    fn a_third_tab_asks_the_new_owner_again() {
        let (mut own, _) = Ownership::begin(true);
        own.tried(false);
        own.announced("a");
        own.ask(1, "rows", READ);
        own.ask(2, "drop", WRITE);
        assert_eq!(own.announced("a"), [], "hello is answered more than once");
        assert_eq!(own.announced("b"), [GiveBack(2), Forward(1, "rows")]);
    }

    #[derive(Clone, Debug)]
    enum Happens {
        Tried(bool),
        Granted,
        Announced(u8),
        Ask(bool),
        Answered(u64),
    }

    fn happens() -> impl Strategy<Value = Happens> {
        prop_oneof![
            any::<bool>().prop_map(Happens::Tried),
            Just(Happens::Granted),
            (0..3_u8).prop_map(Happens::Announced),
            any::<bool>().prop_map(Happens::Ask),
            (1..20_u64).prop_map(Happens::Answered),
        ]
    }

    proptest! {
        /// Whatever happens, a request is served or given back at most once, and a write is sent to one owner only.
        #[test]
        fn no_request_is_done_twice(what in prop::collection::vec(happens(), 1..40)) {
            let (mut own, _) = Ownership::begin(true);
            let mut ended = std::collections::BTreeSet::new();
            let mut sent = std::collections::BTreeSet::new();
            let mut writes = std::collections::BTreeSet::new();
            let mut next = 0;
            for one in what {
                let steps = match one {
                    Happens::Tried(got) => own.tried(got),
                    Happens::Granted => own.granted(),
                    Happens::Announced(owner) => own.announced(&owner.to_string()),
                    Happens::Ask(reads) => {
                        next += 1;
                        if !reads { writes.insert(next); }
                        own.ask(next, (), reads)
                    }
                    Happens::Answered(id) => {
                        if own.answered(id) { prop_assert!(ended.insert(id)); }
                        Vec::new()
                    }
                };
                for step in steps {
                    match step {
                        Serve(id, ()) => {
                            prop_assert!(ended.insert(id));
                            prop_assert!(!(writes.contains(&id) && sent.contains(&id)));
                        }
                        GiveBack(id) => prop_assert!(ended.insert(id)),
                        Forward(id, ()) => {
                            prop_assert!(!ended.contains(&id));
                            prop_assert!(sent.insert(id) || !writes.contains(&id));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}
