//! Who works on what: the state machine of the worker pool, with no browser in it.
//!
//! Every event returns the steps the browser side has to carry out. A worker is only ever given one job, and only
//! after it said hello with the page's own build id, because a message sent before that is lost and a worker of
//! another build could give another answer. A slot counts generations, so that a late message of a worker that was
//! stopped is not taken for one of its successor.

use std::collections::VecDeque;

/// Names a job for as long as the page lives.
pub type JobId = u64;

/// A worker: its place in the pool and which of the workers that sat there it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Index in the pool.
    pub slot: usize,
    /// Counts up with every worker started in this slot.
    pub generation: u32,
}

/// What the browser side has to do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<J> {
    /// Start a worker for this seat.
    Start(Seat),
    /// End the worker of this slot at once.
    Stop(usize),
    /// Hand the job to the worker of this slot.
    Send(usize, JobId, J),
    /// Tell whoever asked that the job failed.
    Fail(JobId, String),
    /// Tell whoever asked that the job was cancelled.
    Cancelled(JobId),
    /// The workers can't be used with this page; only a reload helps.
    Unusable(Unusable),
}

/// Why no worker can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// A worker of another build answered.
    OtherBuild,
    /// A worker could not be loaded.
    NotLoaded(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Empty,
    Starting,
    Idle,
    Busy(JobId),
}

#[derive(Debug)]
struct Slot {
    generation: u32,
    state: State,
}

/// The jobs that wait and the workers that work.
#[derive(Debug)]
pub struct Queue<J> {
    slots: Vec<Slot>,
    waiting: VecDeque<(JobId, J)>,
    last_id: JobId,
    unusable: Option<Unusable>,
}

impl<J> Queue<J> {
    /// A pool of at most `size` workers, none of them started.
    pub fn new(size: usize) -> Self {
        let slots = (0..size.max(1))
            .map(|_| Slot {
                generation: 0,
                state: State::Empty,
            })
            .collect();
        Queue {
            slots,
            waiting: VecDeque::new(),
            last_id: 0,
            unusable: None,
        }
    }

    /// Starts one worker ahead of any job.
    pub fn warm_up(&mut self) -> Vec<Step<J>> {
        match self
            .slots
            .iter()
            .position(|slot| slot.state == State::Empty)
        {
            Some(slot) => vec![self.start(slot)],
            None => Vec::new(),
        }
    }

    /// Takes a job in.
    pub fn submit(&mut self, job: J) -> (JobId, Vec<Step<J>>) {
        self.last_id += 1;
        let id = self.last_id;
        if let Some(why) = &self.unusable {
            return (id, vec![Step::Unusable(why.clone())]);
        }
        self.waiting.push_back((id, job));
        (id, self.dispatch())
    }

    /// A worker said hello with its build id.
    pub fn ready(&mut self, seat: Seat, build: &str, own_build: &str) -> Vec<Step<J>> {
        if self.state(seat) != Some(State::Starting) {
            return Vec::new();
        }
        if build != own_build {
            return self.give_up(Unusable::OtherBuild);
        }
        self.slots[seat.slot].state = State::Idle;
        self.dispatch()
    }

    /// Is this message from the worker that works on this job?
    pub fn works_on(&self, seat: Seat, id: JobId) -> bool {
        self.state(seat) == Some(State::Busy(id))
    }

    /// A worker gave its answer.
    pub fn finished(&mut self, seat: Seat, id: JobId) -> Vec<Step<J>> {
        if !self.works_on(seat, id) {
            return Vec::new();
        }
        self.slots[seat.slot].state = State::Idle;
        self.dispatch()
    }

    /// A worker trapped, or could not be loaded. Its job fails, the others go on, and its seat is filled again.
    pub fn crashed(&mut self, seat: Seat, message: &str) -> Vec<Step<J>> {
        match self.state(seat) {
            None | Some(State::Empty) => Vec::new(),
            // A worker that never came up would not come up the next time either: no endless restarts.
            Some(State::Starting) => self.give_up(Unusable::NotLoaded(message.to_owned())),
            Some(State::Idle) => self.replace(seat.slot),
            Some(State::Busy(id)) => {
                let mut steps = self.replace(seat.slot);
                steps.push(Step::Fail(id, message.to_owned()));
                steps
            }
        }
    }

    /// The job is no longer wanted. A waiting one is forgotten; a running one loses its worker, because wasm that
    /// computes can't be interrupted in any other way.
    pub fn cancel(&mut self, id: JobId) -> Vec<Step<J>> {
        if let Some(at) = self.waiting.iter().position(|(waiting, _)| *waiting == id) {
            self.waiting.remove(at);
            return vec![Step::Cancelled(id)];
        }
        match self
            .slots
            .iter()
            .position(|slot| slot.state == State::Busy(id))
        {
            Some(slot) => {
                let mut steps = self.replace(slot);
                steps.push(Step::Cancelled(id));
                steps
            }
            None => Vec::new(),
        }
    }

    /// Workers that exist, starting or started.
    pub fn workers(&self) -> usize {
        self.slots
            .iter()
            .filter(|slot| slot.state != State::Empty)
            .count()
    }

    fn state(&self, seat: Seat) -> Option<State> {
        let slot = self.slots.get(seat.slot)?;
        (slot.generation == seat.generation).then_some(slot.state)
    }

    fn start(&mut self, slot: usize) -> Step<J> {
        let place = &mut self.slots[slot];
        place.generation += 1;
        place.state = State::Starting;
        Step::Start(Seat {
            slot,
            generation: place.generation,
        })
    }

    /// Started again at once, so that the next job doesn't wait for it.
    fn replace(&mut self, slot: usize) -> Vec<Step<J>> {
        vec![Step::Stop(slot), self.start(slot)]
    }

    fn dispatch(&mut self) -> Vec<Step<J>> {
        let mut steps = Vec::new();
        while let Some(slot) = self.slots.iter().position(|slot| slot.state == State::Idle) {
            let Some((id, job)) = self.waiting.pop_front() else {
                return steps;
            };
            self.slots[slot].state = State::Busy(id);
            steps.push(Step::Send(slot, id, job));
        }
        let count = |slots: &[Slot], state| slots.iter().filter(|slot| slot.state == state).count();
        while count(&self.slots, State::Starting) < self.waiting.len() {
            let Some(slot) = self
                .slots
                .iter()
                .position(|slot| slot.state == State::Empty)
            else {
                break;
            };
            steps.push(self.start(slot));
        }
        steps
    }

    fn give_up(&mut self, why: Unusable) -> Vec<Step<J>> {
        let mut steps = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if slot.state != State::Empty {
                steps.push(Step::Stop(index));
            }
            slot.state = State::Empty;
        }
        self.waiting.clear();
        self.unusable = Some(why.clone());
        steps.push(Step::Unusable(why));
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILD: &str = "b1";

    fn seat(slot: usize, generation: u32) -> Seat {
        Seat { slot, generation }
    }

    /// A pool with one worker that is ready.
    fn one_ready(size: usize) -> Queue<&'static str> {
        let mut queue = Queue::new(size);
        assert_eq!(queue.warm_up(), [Step::Start(seat(0, 1))]);
        assert_eq!(queue.ready(seat(0, 1), BUILD, BUILD), []);
        queue
    }

    #[test]
    fn a_job_waits_until_its_worker_is_ready() {
        let mut queue = Queue::new(2);
        assert_eq!(queue.submit("run"), (1, vec![Step::Start(seat(0, 1))]));
        assert_eq!(
            queue.ready(seat(0, 1), BUILD, BUILD),
            [Step::Send(0, 1, "run")]
        );
    }

    #[test]
    fn a_worker_has_one_job_at_a_time_and_more_workers_start_only_when_needed() {
        let mut queue = one_ready(2);
        assert_eq!(queue.submit("a").1, [Step::Send(0, 1, "a")]);
        assert_eq!(queue.workers(), 1);
        assert_eq!(queue.submit("b").1, [Step::Start(seat(1, 1))]);
        assert_eq!(queue.submit("c").1, [], "the pool is full");
        assert_eq!(queue.finished(seat(0, 1), 1), [Step::Send(0, 2, "b")]);
        assert_eq!(
            queue.ready(seat(1, 1), BUILD, BUILD),
            [Step::Send(1, 3, "c")]
        );
    }

    #[test]
    fn a_trap_fails_that_job_and_leaves_the_others_alone() {
        let mut queue = one_ready(2);
        queue.submit("bad");
        queue.submit("good");
        queue.ready(seat(1, 1), BUILD, BUILD);
        let steps = queue.crashed(seat(0, 1), "unreachable");
        let failed = Step::Fail(1, "unreachable".into());
        assert_eq!(steps, [Step::Stop(0), Step::Start(seat(0, 2)), failed]);
        assert!(queue.works_on(seat(1, 1), 2));
        assert_eq!(queue.ready(seat(0, 2), BUILD, BUILD), []);
        assert_eq!(queue.submit("next").1, [Step::Send(0, 3, "next")]);
    }

    #[test]
    fn cancelling_a_running_job_replaces_its_worker() {
        let mut queue = one_ready(1);
        queue.submit("long");
        queue.submit("waiting");
        let steps = queue.cancel(1);
        assert_eq!(
            steps,
            [Step::Stop(0), Step::Start(seat(0, 2)), Step::Cancelled(1)]
        );
        assert_eq!(
            queue.ready(seat(0, 2), BUILD, BUILD),
            [Step::Send(0, 2, "waiting")]
        );
    }

    #[test]
    fn cancelling_a_waiting_job_stops_nobody() {
        let mut queue = one_ready(1);
        queue.submit("long");
        queue.submit("waiting");
        assert_eq!(queue.cancel(2), [Step::Cancelled(2)]);
        assert_eq!(queue.cancel(2), [], "only once");
        assert_eq!(queue.finished(seat(0, 1), 1), []);
    }

    #[test]
    fn a_late_word_of_a_stopped_worker_is_not_heard() {
        let mut queue = one_ready(1);
        queue.submit("long");
        queue.cancel(1);
        assert!(!queue.works_on(seat(0, 1), 1));
        assert_eq!(queue.finished(seat(0, 1), 1), []);
        assert_eq!(queue.crashed(seat(0, 1), "late"), []);
        assert_eq!(queue.ready(seat(0, 1), BUILD, BUILD), []);
    }

    #[test]
    fn a_worker_of_another_build_is_never_given_a_job() {
        let mut queue = Queue::new(2);
        queue.submit("run");
        let steps = queue.ready(seat(0, 1), "b2", BUILD);
        assert_eq!(steps, [Step::Stop(0), Step::Unusable(Unusable::OtherBuild)]);
        assert_eq!(
            queue.submit("again").1,
            [Step::Unusable(Unusable::OtherBuild)]
        );
    }

    #[test]
    fn a_worker_that_cannot_load_is_not_tried_for_ever() {
        let mut queue = Queue::new(2);
        queue.submit("run");
        let why = Unusable::NotLoaded("404".into());
        assert_eq!(
            queue.crashed(seat(0, 1), "404"),
            [Step::Stop(0), Step::Unusable(why)]
        );
        assert_eq!(queue.workers(), 0);
    }

    #[test]
    fn an_idle_worker_that_crashes_is_replaced() {
        let mut queue = one_ready(1);
        assert_eq!(
            queue.crashed(seat(0, 1), "out of memory"),
            [Step::Stop(0), Step::Start(seat(0, 2))]
        );
    }
}
