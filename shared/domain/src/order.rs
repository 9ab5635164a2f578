//! Orders, fills and refusals: what the strategy wants, what the venue allows, what happened.

use crate::instrument::{Instrument, Round};
use crate::num::{Cash, Price, Qty};
use crate::plan::Direction;
use crate::text::Text;
use crate::time::Ts;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Pay cash, get units.
    Buy,
    /// Give units, get cash.
    Sell,
}

/// How an order wants to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// At the next price there is.
    Market,
    /// When the price reaches a level from the near side: a buy above, a sell below.
    Stop(Price),
    /// At a level or better: a buy below, a sell above.
    Limit(Price),
}

impl OrderKind {
    /// Does an order of this kind trade with what waits in the book, when it is sent at this price? Only a limit whose level the
    /// price hasn't reached yet waits there itself.
    pub fn takes(self, side: Side, price: f64) -> bool {
        match (self, side) {
            (OrderKind::Market | OrderKind::Stop(_), _) => true,
            (OrderKind::Limit(level), Side::Buy) => price <= level.get(),
            (OrderKind::Limit(level), Side::Sell) => price >= level.get(),
        }
    }

    /// The level on the venue's grid. A buy stop moves up and a buy limit down to the next tick, sells the other
    /// way: a level never becomes easier to reach than the plan asked for.
    pub fn on_grid(self, side: Side, instrument: &Instrument) -> Result<OrderKind, Refusal> {
        let on_tick = |level: Price, round| {
            instrument
                .on_tick(level.get(), round)
                .ok_or(Refusal::NoTick)
        };
        Ok(match (self, side) {
            (OrderKind::Market, _) => OrderKind::Market,
            (OrderKind::Stop(level), Side::Buy) => OrderKind::Stop(on_tick(level, Round::Up)?),
            (OrderKind::Stop(level), Side::Sell) => OrderKind::Stop(on_tick(level, Round::Down)?),
            (OrderKind::Limit(level), Side::Buy) => OrderKind::Limit(on_tick(level, Round::Down)?),
            (OrderKind::Limit(level), Side::Sell) => OrderKind::Limit(on_tick(level, Round::Up)?),
        })
    }
}

/// Why an order was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The entry condition held and a market order was sent.
    EntrySignal,
    /// The price reached the entry's stop level.
    EntryStop,
    /// The price reached the entry's limit level.
    EntryLimit,
    /// The exit condition held.
    ExitSignal,
    /// The position was held for as many bars as the plan says.
    TimeExit,
    /// The price reached the protective stop.
    StopLoss,
    /// The price reached the stop that follows it.
    TrailingStop,
    /// The price came back to the stop at the entry price.
    BreakEven,
    /// The price reached the target.
    TakeProfit,
    /// The session ended.
    SessionEnd,
    /// An entry against the position.
    Reversal,
    /// The position grew.
    Add,
    /// The share of the account was set right.
    Rebalance,
    /// The venue closed it because the margin was used up.
    Liquidation,
    /// The data ended; the position is marked at the last close, not sold.
    EndOfData,
}

impl Reason {
    /// The words a trader would use.
    pub const fn text(self) -> Text {
        match self {
            Reason::EntrySignal => Text::new("signal", "신호"),
            Reason::EntryStop => Text::new("breakout stop", "돌파 스탑"),
            Reason::EntryLimit => Text::new("limit", "지정가"),
            Reason::ExitSignal => Text::new("signal", "신호"),
            Reason::TimeExit => Text::new("time", "보유 기간"),
            Reason::StopLoss => Text::new("stop-loss", "손절"),
            Reason::TrailingStop => Text::new("trailing stop", "추적 손절"),
            Reason::BreakEven => Text::new("break-even stop", "본전 스탑"),
            Reason::TakeProfit => Text::new("target", "익절"),
            Reason::SessionEnd => Text::new("session end", "세션 종료"),
            Reason::Reversal => Text::new("reversal", "포지션 전환"),
            Reason::Add => Text::new("add", "추가 진입"),
            Reason::Rebalance => Text::new("rebalance", "비중 조정"),
            Reason::Liquidation => Text::new("liquidation", "강제 청산"),
            Reason::EndOfData => Text::new("still open", "보유 중"),
        }
    }
}

/// An order nobody has checked; it can't be executed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Draft {}

/// An order on the venue's grid and above its minimum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Approved {}

/// What an order does to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Begins it.
    Open,
    /// Makes it larger.
    Add,
    /// Makes it smaller or ends it.
    Close,
}

/// An order; only `Order<Approved>` can be filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order<State> {
    /// Which symbol, as an index into the run's symbols.
    pub symbol: usize,
    /// Of a long or a short position.
    pub direction: Direction,
    /// What it does to that position.
    pub purpose: Purpose,
    /// How it wants to be filled.
    pub kind: OrderKind,
    /// How many units.
    pub qty: Qty,
    /// Why it was made.
    pub reason: Reason,
    /// Close of the bar whose values led to it.
    pub signal_time: Ts,
    /// Does it take from the book, and pay for that?
    pub takes: bool,
    state: PhantomData<State>,
}

impl<State> Order<State> {
    /// The order, sent when the price is here: a limit that is already reached takes.
    pub fn sent_at(self, price: f64) -> Self {
        Order {
            takes: self.kind.takes(self.side(), price),
            ..self
        }
    }

    /// Buy or sell.
    pub const fn side(&self) -> Side {
        side_of(self.direction, self.purpose)
    }
}

/// What opens a long buys, what closes it sells, and the other way round for a short.
pub const fn side_of(direction: Direction, purpose: Purpose) -> Side {
    match (direction, purpose) {
        (Direction::Long, Purpose::Open | Purpose::Add) | (Direction::Short, Purpose::Close) => {
            Side::Buy
        }
        (Direction::Short, Purpose::Open | Purpose::Add) | (Direction::Long, Purpose::Close) => {
            Side::Sell
        }
    }
}

/// Why an order was not filled, or not even sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The amount is below the venue's minimum.
    BelowMinimum,
    /// No cash or margin left for it.
    NoCash,
    /// As many positions as allowed are open.
    NoSlot,
    /// Its size can't be known: no stop to measure the risk by, or no volatility yet.
    NoSize,
    /// Risk layer 1: an entry must have a protective stop.
    NoStop,
    /// Risk layer 1: more than one position may use.
    PositionLimit,
    /// Risk layer 2: more than one symbol may use.
    SymbolLimit,
    /// Risk layer 3: more than all positions together may use.
    PortfolioLimit,
    /// Risk layer 4: too much was lost today.
    DayLoss,
    /// Risk layer 4: too much was lost since the peak.
    Drawdown,
    /// The level is below the smallest price the venue has.
    NoTick,
    /// The bar was made up by a gap repair.
    GapBar,
    /// The data ended before the order could fill.
    EndOfData,
}

impl Refusal {
    /// The words a trader would use.
    pub const fn text(self) -> Text {
        match self {
            Refusal::BelowMinimum => Text::new("below the minimum order", "최소 주문 금액 미만"),
            Refusal::NoCash => Text::new("no cash left", "현금 부족"),
            Refusal::NoSlot => Text::new("as many positions as allowed", "보유 한도 도달"),
            Refusal::NoSize => Text::new("size unknown", "주문 크기를 정할 수 없음"),
            Refusal::NoStop => Text::new("risk: entry without a stop", "리스크: 손절 없는 진입"),
            Refusal::PositionLimit => Text::new("risk: position limit", "리스크: 포지션 한도"),
            Refusal::SymbolLimit => Text::new("risk: symbol limit", "리스크: 종목 한도"),
            Refusal::PortfolioLimit => Text::new("risk: invested limit", "리스크: 투자 비중 한도"),
            Refusal::DayLoss => Text::new("risk: halted for the day", "리스크: 일일 손실로 중단"),
            Refusal::Drawdown => Text::new("risk: halted by drawdown", "리스크: 낙폭으로 중단"),
            Refusal::NoTick => Text::new("level below the smallest tick", "최소 호가 미만"),
            Refusal::GapBar => Text::new("bar made up by a gap repair", "보정된 봉"),
            Refusal::EndOfData => Text::new(
                "still waiting when the data ended",
                "데이터가 끝날 때 대기 중",
            ),
        }
    }
}

impl Order<Draft> {
    /// A wish, before the venue's rules.
    pub fn draft(
        symbol: usize,
        (direction, purpose): (Direction, Purpose),
        kind: OrderKind,
        qty: Qty,
        reason: Reason,
        signal_time: Ts,
    ) -> Self {
        Order {
            symbol,
            direction,
            purpose,
            kind,
            qty,
            reason,
            signal_time,
            takes: !matches!(kind, OrderKind::Limit(_)),
            state: PhantomData,
        }
    }

    /// Puts level and quantity on the venue's grid; refuses what the venue would refuse.
    #[inline]
    pub fn approve(self, instrument: &Instrument, near: Price) -> Result<Order<Approved>, Refusal> {
        let kind = self.kind.on_grid(self.side(), instrument)?;
        let qty = instrument.on_lot(self.qty.get());
        let price = match kind {
            OrderKind::Market => near,
            OrderKind::Stop(level) | OrderKind::Limit(level) => level,
        };
        // A position that shrank below the minimum can still be closed: nobody is locked in.
        let too_small = self.purpose != Purpose::Close && price * qty < instrument.min_notional;
        if too_small || qty == Qty::ZERO {
            return Err(Refusal::BelowMinimum);
        }
        Ok(Order {
            symbol: self.symbol,
            direction: self.direction,
            purpose: self.purpose,
            kind,
            qty,
            reason: self.reason,
            signal_time: self.signal_time,
            takes: self.takes,
            state: PhantomData,
        })
    }
}

/// An executed order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Which symbol, as an index into the run's symbols.
    pub symbol: usize,
    /// Of a long or a short position.
    pub direction: Direction,
    /// What it does to that position.
    pub purpose: Purpose,
    /// Open time of the bar it happened in.
    pub time: Ts,
    /// Price paid or received, slippage included.
    pub price: Price,
    /// Units.
    pub qty: Qty,
    /// Fee, charged once for this side.
    pub fee: Cash,
    /// What spread and slippage cost against the undisturbed price.
    pub slippage: Cash,
    /// Why the order was made.
    pub reason: Reason,
    /// Close of the bar whose values led to it.
    pub signal_time: Ts,
    /// Where the position's stop stands once this fill has opened it.
    pub stop: Option<Price>,
    /// Did it happen at the first price of its bar, so that the whole bar came afterwards?
    pub at_open: bool,
}

impl Fill {
    /// Bought or sold.
    pub const fn side(&self) -> Side {
        side_of(self.direction, self.purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Symbol;
    use crate::sample;

    fn order(side: Side, kind: OrderKind, qty: f64) -> Order<Draft> {
        let purpose = match side {
            Side::Buy => Purpose::Open,
            Side::Sell => Purpose::Close,
        };
        Order::draft(
            0,
            (Direction::Long, purpose),
            kind,
            Qty::new(qty).unwrap(),
            Reason::EntrySignal,
            Ts(0),
        )
    }

    fn price(value: f64) -> Price {
        Price::new(value).unwrap()
    }

    #[test]
    fn levels_never_become_easier_to_reach() {
        let krw = sample::instrument(&Symbol::parse("SAMPLE-AUR").unwrap()).unwrap();
        let rows = [
            (
                Side::Buy,
                OrderKind::Stop(price(5003.0)),
                OrderKind::Stop(price(5005.0)),
            ),
            (
                Side::Sell,
                OrderKind::Stop(price(5003.0)),
                OrderKind::Stop(price(5000.0)),
            ),
            (
                Side::Buy,
                OrderKind::Limit(price(5003.0)),
                OrderKind::Limit(price(5000.0)),
            ),
            (
                Side::Sell,
                OrderKind::Limit(price(5003.0)),
                OrderKind::Limit(price(5005.0)),
            ),
        ];
        for (side, asked, got) in rows {
            let approved = order(side, asked, 2.0)
                .approve(&krw, price(5000.0))
                .unwrap();
            assert_eq!(approved.kind, got);
        }
    }

    #[test]
    fn only_a_limit_that_is_not_reached_yet_waits() {
        let at = |side, kind: OrderKind, near| kind.takes(side, near);
        let limit = OrderKind::Limit(price(100.0));
        assert!(!at(Side::Buy, limit, 100.1) && !at(Side::Sell, limit, 99.9));
        assert!(at(Side::Buy, limit, 100.0) && at(Side::Sell, limit, 100.0));
        assert!(at(Side::Buy, OrderKind::Stop(price(100.0)), 90.0));
        assert!(at(Side::Sell, OrderKind::Market, 90.0));
        let waits = order(Side::Buy, limit, 1.0);
        assert!(!waits.takes && waits.sent_at(99.0).takes && !waits.sent_at(101.0).takes);
    }

    #[test]
    fn the_venue_refuses_small_buys_but_lets_small_positions_out() {
        let krw = sample::instrument(&Symbol::parse("SAMPLE-AUR").unwrap()).unwrap();
        let approve = |side, qty| order(side, OrderKind::Market, qty).approve(&krw, price(1000.0));
        assert_eq!(approve(Side::Buy, 4.99), Err(Refusal::BelowMinimum));
        assert!(approve(Side::Buy, 5.0).is_ok());
        assert!(approve(Side::Sell, 4.99).is_ok());
        assert_eq!(approve(Side::Sell, 1e-9), Err(Refusal::BelowMinimum));
    }
}
