//! Calls to an exchange: each waits for its turn in the budget, and equal ones are one.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    time::Duration,
};

use domain::Ts;
use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use venues::{Cost, Exchange, Fault, HttpReply, HttpRequest, News, Stop};
use worker::{Delay, console_error};

use super::{Room, flights::Flight, memory::Permit, now};
use crate::{config, refusal::Trouble, upstream};

/// Nobody waits longer for a call to go out.
const PATIENCE_MS: i64 = 10_000;
const FEWEST_WAITING: i64 = 4;
const MOST_WAITING: i64 = 100;
/// How often a call goes out again after it was told to wait.
const AGAIN: u32 = 2;
/// Replies that are kept a moment for whoever asks the same.
const MOST_KEPT: usize = 32;

type Outcome = Result<Rc<HttpReply>, Trouble>;
type Call = Shared<LocalBoxFuture<'static, Outcome>>;

/// What came back, and the right to give it to whoever asks the same soon.
pub struct Heard {
    /// The reply, good or bad.
    pub reply: Rc<HttpReply>,
    state: Rc<Cell<State>>,
}

impl Heard {
    /// The reply could be read: it stays fresh for so long.
    pub fn is_good_for(&self, millis: i64) {
        self.state.set(State::FreshUntil(Ts(now().0 + millis)));
    }
}

/// Calls in flight, and those whose reply is still fresh.
#[derive(Default)]
pub struct Calls(RefCell<BTreeMap<String, Known>>);

#[derive(Clone)]
struct Known {
    call: Call,
    state: Rc<Cell<State>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    FreshUntil(Ts),
    InFlight,
}

/// The reply to a request, or to an equal one that is under way or has just been answered well.
pub async fn call(
    room: &Rc<Room>,
    exchange: &'static dyn Exchange,
    request: HttpRequest,
    limit: usize,
) -> Result<Heard, Trouble> {
    // The keys are not in it: a desk has one pair.
    let name = format!("{:?} {}", request.host, request.target);
    if let Some(Known { call, state }) = room.calls.find(&name, now()) {
        let reply = call.await?;
        return Ok(Heard { reply, state });
    }
    let state = Rc::new(Cell::new(State::InFlight));
    let (same_room, same_state) = (Rc::clone(room), Rc::clone(&state));
    let made = async move {
        let outcome = make(&same_room, exchange, &request, limit).await;
        // Nobody knows yet whether it is any good.
        same_state.set(State::FreshUntil(now()));
        outcome
    };
    let call = made.boxed_local().shared();
    let known = Known {
        call: call.clone(),
        state: Rc::clone(&state),
    };
    room.calls.keep(name, known);
    // Also when everybody who waited for it has left: its turn must not be held for ever.
    room.state.wait_until(call.clone().map(drop));
    let reply = call.await?;
    Ok(Heard { reply, state })
}

impl Calls {
    fn find(&self, name: &str, now: Ts) -> Option<Known> {
        let calls = self.0.borrow();
        let known = calls.get(name)?;
        (known.state.get() > State::FreshUntil(now)).then(|| known.clone())
    }

    fn keep(&self, name: String, known: Known) {
        let mut calls = self.0.borrow_mut();
        let now = State::FreshUntil(now());
        calls.retain(|_, known| known.state.get() > now);
        while calls.len() >= MOST_KEPT {
            let answered = calls
                .iter()
                .filter(|(_, known)| known.state.get() != State::InFlight);
            let oldest = answered.min_by_key(|(_, known)| known.state.get());
            let Some(oldest) = oldest.map(|(name, _)| name.clone()) else {
                break;
            };
            calls.remove(&oldest);
        }
        calls.insert(name, known);
    }
}

async fn make(
    room: &Room,
    exchange: &dyn Exchange,
    request: &HttpRequest,
    limit: usize,
) -> Outcome {
    let upstream = config::upstream(exchange, request.host, &room.env)?;
    let mut again = AGAIN;
    loop {
        let flight = turn(room, exchange, request.cost).await?;
        let sent = now();
        let heard = || room.memory.land(flight, now());
        let answered = upstream::send(&upstream, request, limit, heard).await;
        let now = now();
        let (mut news, outcome) = match answered {
            Ok(reply) => (exchange.news(&reply, now), Ok(Rc::new(reply))),
            Err(loss) => {
                // The cause names addresses: it belongs in the log, not in the reply.
                console_error!("{}: {loss:?}", exchange.venue().id());
                let why = loss.to_string();
                (News::default(), Err(Fault::Lost { why }.into()))
            }
        };
        news.sent = Some(sent);
        let memory = &room.memory;
        memory
            .hear(exchange, now, flight, request.cost, &news)
            .await;
        if news.throttled.is_none() || again == 0 {
            return outcome;
        }
        again -= 1;
    }
}

/// Comes when a call of this cost may go out, and has been counted.
async fn turn(room: &Room, exchange: &dyn Exchange, cost: Cost) -> Result<Flight, Trouble> {
    let line = {
        let mut lines = room.lines.borrow_mut();
        Rc::clone(lines.entry(cost.group).or_default())
    };
    let latest = now().0 + PATIENCE_MS;
    let crowded = Trouble::Crowded {
        retry_after_s: seconds(PATIENCE_MS),
    };
    let place = line.join(room_for(exchange, cost)).ok_or(crowded)?;
    place.front().await;
    loop {
        let now = now();
        let (until, why) = match room.memory.permit(exchange, now, cost).await {
            Permit::Go(flight) => return Ok(flight),
            Permit::Wait(until) => (until, Stop::Throttled),
            Permit::Stopped(until, why) => (until, why),
        };
        if why == Stop::Banned || until.0 > latest {
            return Err(Trouble::stopped(why, seconds(until.0 - now.0)));
        }
        let pause = u64::try_from(until.0 - now.0).unwrap_or(0).max(1);
        Delay::from(Duration::from_millis(pause)).await;
    }
}

/// As many as can be served before the last one loses patience.
fn room_for(exchange: &dyn Exchange, cost: Cost) -> usize {
    let rates = exchange.limits().rates.iter();
    let fits = rates
        .filter(|rate| rate.group == cost.group)
        .map(|rate| {
            PATIENCE_MS * i64::from(rate.most) / (rate.per_ms * i64::from(cost.weight.max(1)))
        })
        .min();
    let fits = fits
        .unwrap_or(MOST_WAITING)
        .clamp(FEWEST_WAITING, MOST_WAITING);
    usize::try_from(fits).unwrap_or(usize::MAX)
}

/// Rounded up: asking a little early would be refused again.
fn seconds(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or(0).div_ceil(1_000).max(1)
}
