//! A desk: the one place that talks to an exchange (for an account), so that its budget is kept whoever asks and from wherever.

mod calls;
mod candles;
mod flights;
mod gather;
mod line;
mod memory;
mod walk;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use venues::{Exchange, HttpReply, HttpRequest, Keys};
use worker::{Date, DurableObject, Env, Request, Response, State, durable_object};

use crate::{
    keys,
    question::{Question, What},
    refusal::Trouble,
    reply::{Keep, Reply},
    route::Route,
};
use calls::Calls;
use line::Line;
use memory::Memory;

/// The binding of the desks.
pub const BINDING: &str = "DESKS";

/// Lists of everything an exchange trades are long; nothing else is.
const LONG_BODY: usize = 24 << 20;
const BODY: usize = 4 << 20;

/// What is asked again within such a time gets the same answer, from wherever it comes.
const FRESH_MS: i64 = 1_000;
const FRESH_LIST_MS: i64 = 60_000;

/// The durable object. The platform keeps one for each name, and gives it all requests.
#[durable_object(fetch)]
pub struct Desk {
    room: Rc<Room>,
}

impl DurableObject for Desk {
    fn new(state: State, env: Env) -> Self {
        let room = Rc::new(Room {
            memory: Memory::new(state.storage()),
            state,
            env,
            lines: RefCell::default(),
            calls: Calls::default(),
        });
        Self { room }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let room = Rc::clone(&self.room);
        let path = request.path();
        let raw = match Route::parse(&path) {
            Some(Route::Market(raw)) => raw,
            #[cfg(feature = "trap-route")]
            Some(Route::Trap) => return crate::trap::here().into_response(true),
            _ => {
                return Reply::error(404, "unknown_route", "a desk has no such route")
                    .into_response(true);
            }
        };
        let url = request.url()?;
        let question = match Question::parse(&raw, url.query_pairs()) {
            Ok(question) => question,
            Err(error) => return error.reply().into_response(true),
        };
        let venue = question.exchange.venue();
        let own = match keys::of_request(venue, request.headers()) {
            Ok(own) => own,
            Err(error) => return error.reply().into_response(true),
        };
        let asker = Asker {
            private: own.is_some(),
            keys: own.or_else(|| keys::of_deployment(venue, &room.env)),
            exchange: question.exchange,
            room,
        };
        asker.answer(&question.what).await.into_response(true)
    }
}

/// What lives as long as the object, or until its wasm instance traps. What must outlive both is in its storage.
struct Room {
    state: State,
    env: Env,
    memory: Memory,
    lines: RefCell<BTreeMap<&'static str, Rc<Line>>>,
    calls: Calls,
}

/// Somebody at the desk.
#[derive(Clone)]
struct Asker {
    room: Rc<Room>,
    exchange: &'static dyn Exchange,
    keys: Option<Keys>,
    /// The keys are the asker's own, and so is the answer.
    private: bool,
}

impl Asker {
    async fn answer(self, what: &What) -> Reply {
        let answered = match what {
            What::Candles(ask) => return candles::answer(self, ask).await,
            What::Markets => self.markets().await,
            What::Ticker(symbols) => self.tickers(symbols).await,
            What::OrderBook(symbol) => self.order_book(*symbol).await,
        };
        answered.unwrap_or_else(|trouble| trouble.reply())
    }

    async fn markets(&self) -> Result<Reply, Trouble> {
        let request = self.exchange.markets(self.keys.as_ref())?;
        let reply = self.call(request, FRESH_LIST_MS, LONG_BODY).await?;
        let markets = self.exchange.read_markets(&reply)?;
        Ok(Reply::ok(&markets, self.keep(Keep::Minutes)))
    }

    async fn tickers(&self, symbols: &[domain::Symbol]) -> Result<Reply, Trouble> {
        let request = self.exchange.tickers(symbols, self.keys.as_ref())?;
        let reply = self.call(request, FRESH_MS, BODY).await?;
        let tickers = self.exchange.read_tickers(symbols, &reply)?;
        Ok(Reply::ok(&tickers, self.keep(Keep::Moment)))
    }

    async fn order_book(&self, symbol: domain::Symbol) -> Result<Reply, Trouble> {
        let request = self.exchange.order_book(symbol, self.keys.as_ref())?;
        let reply = self.call(request, FRESH_MS, BODY).await?;
        let book = self.exchange.read_order_book(symbol, &reply)?;
        Ok(Reply::ok(&book, self.keep(Keep::Moment)))
    }

    /// The exchange's reply; equal requests in flight, or within `fresh_ms` of a good reply, are one request.
    async fn call(
        &self,
        request: HttpRequest,
        fresh_ms: i64,
        limit: usize,
    ) -> Result<Rc<HttpReply>, Trouble> {
        calls::call(&self.room, self.exchange, request, fresh_ms, limit).await
    }

    fn keep(&self, keep: Keep) -> Keep {
        if self.private { Keep::Never } else { keep }
    }
}

/// The time.
fn now() -> domain::Ts {
    domain::Ts(i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX))
}
