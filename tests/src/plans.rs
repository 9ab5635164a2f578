//! Random plans over everything a plan can say, always sound ones.

use domain::plan::{
    AddSize, AddWhen, Adds, Again, Best, Change, Column, Entry, Extreme, Held, Hold, Rank,
    SymbolRef, TrailBy, close, high, low, next_open, volume,
};
use domain::random::Random;
use domain::zones::{Weekday, Zone};
use domain::{MarketChoice, ParamKind, Timeframe};
use indicators::Input;
use strategies::{Cond, Distance, EntryOrder, Exit, Node, Plan, Setting};

/// A plan for this market; the seed decides everything.
pub fn random_plan(seed: u64, market: &MarketChoice) -> Plan {
    let mut draw = Draw {
        random: Random::named(seed, "plan", 0),
        market,
    };
    loop {
        let plan = draw.plan();
        let setting = Setting {
            timeframe: market.timeframe,
            symbols: &market.symbols,
            watched: &market.watched,
            sizing: domain::Sizing::whole_slot(),
            slippage: domain::Slippage::default(),
        };
        // A few draws put something where it isn't known; the check says so.
        if strategies::Program::new(&plan, setting).is_ok() {
            return plan;
        }
    }
}

/// The plan with stops, targets and stops that follow besides its own exits: what they hang on is known from prices alone.
pub fn protected(seed: u64, market: &MarketChoice, plan: &Plan) -> Plan {
    let mut draw = Draw {
        random: Random::named(seed, "protection", 0),
        market,
    };
    loop {
        let stopped = draw.chance(0.7);
        let mut plan = plan.clone();
        if stopped {
            plan = plan.exit(Exit::Stop(draw.distance(false)));
        }
        for _ in 0..draw.random.below(4) {
            plan = plan.exit(draw.way_out(stopped));
        }
        if strategies::check(&plan).is_ok() {
            return plan;
        }
    }
}

struct Draw<'a> {
    random: Random,
    market: &'a MarketChoice,
}

/// What may stand at a place.
#[derive(Clone, Copy)]
struct At {
    /// The next open is known.
    open: bool,
    /// The position is known.
    held: bool,
    /// No longer bars and no other symbols.
    plain: bool,
}

const CLOSE: At = At {
    open: false,
    held: false,
    plain: false,
};
const ENTRY: At = At {
    open: true,
    ..CLOSE
};
const HELD: At = At {
    held: true,
    ..CLOSE
};

impl At {
    /// Where several bars meet.
    const fn over_bars(self) -> At {
        At {
            open: false,
            ..self
        }
    }

    /// Inside longer bars, another symbol or a rank.
    const fn inside() -> At {
        At {
            plain: true,
            ..CLOSE
        }
    }
}

impl Draw<'_> {
    fn chance(&mut self, probability: f64) -> bool {
        self.random.chance(probability)
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.random.uniform()
    }

    fn count(&mut self, most: usize) -> u32 {
        1 + self.random.below(most) as u32
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.random.below(all.len())]
    }

    fn plan(&mut self) -> Plan {
        let mut plan = Plan {
            rank: self.chance(0.3).then(|| Rank {
                by: self.strength(1, CLOSE),
                best: self.best(),
            }),
            weight: self.chance(0.15).then(|| self.strength(1, CLOSE) / 100.0),
            ..Plan::default()
        };
        if self.chance(0.1) {
            let share = match self.chance(0.5) {
                true => self.strength(1, CLOSE) / 100.0 - self.between(0.0, 0.6),
                false => Node::Number(self.between(-0.5, 0.8)),
            };
            plan.hold = Some(Hold {
                when: self.cond(1, CLOSE),
                share,
                tolerance: self.between(0.0, 0.05),
            });
            return plan;
        }
        for _ in 0..self.count(3) {
            let entry = self.entry();
            plan.entries.push(entry);
        }
        let stopped = self.chance(0.6);
        if stopped {
            let stop = Exit::Stop(self.distance(false));
            let stop = self.sided(stop);
            plan.exits.push(stop);
        }
        for _ in 0..self.random.below(4) {
            let exit = self.exit(stopped);
            let exit = self.sided(exit);
            plan.exits.push(exit);
        }
        plan.reverse = self.chance(0.4);
        plan.adds = self.chance(0.25).then(|| self.adds(stopped));
        plan.again = Again {
            wait: self.random.below(4) as u32,
            wait_after_stop: self.random.below(6) as u32,
            fresh: self.chance(0.2),
            most_a_day: self.chance(0.2).then(|| self.count(2)),
        };
        plan
    }

    fn entry(&mut self) -> Entry {
        let side = match self.chance(0.6) {
            true => domain::plan::Direction::Long,
            false => domain::plan::Direction::Short,
        };
        let order = match self.random.below(3) {
            0 => EntryOrder::Market,
            kind => {
                let base = match self.random.below(3) {
                    0 => next_open(),
                    1 => close(),
                    _ => self.price(1, ENTRY),
                };
                let away = (high() - low()) * self.between(-0.6, 1.0);
                let level = if self.chance(0.5) {
                    base + away
                } else {
                    base - away
                };
                if kind == 1 {
                    EntryOrder::Stop(level)
                } else {
                    EntryOrder::Limit(level)
                }
            }
        };
        let when = match self.chance(0.25) {
            true => Cond::Always,
            false => self.cond(2, ENTRY),
        };
        Entry { side, when, order }
    }

    fn sided(&mut self, exit: Exit) -> Exit {
        match self.random.below(6) {
            0 => Exit::Long(Box::new(exit)),
            1 => Exit::Short(Box::new(exit)),
            _ => exit,
        }
    }

    fn exit(&mut self, stopped: bool) -> Exit {
        match self.random.below(8) {
            0 | 1 => Exit::Signal(self.cond(2, HELD)),
            2 => Exit::AfterBars(self.count(15)),
            3 | 4 => Exit::Target {
                at: self.distance(stopped),
                share: match self.chance(0.5) {
                    true => 1.0,
                    false => self.between(0.05, 1.0),
                },
            },
            5 => Exit::Trail {
                by: match self.random.below(3) {
                    0 => TrailBy::Percent(self.between(0.3, 12.0)),
                    1 => TrailBy::Atr {
                        period: self.count(10),
                        times: self.between(0.3, 4.0),
                    },
                    _ => TrailBy::Price(self.price(1, HELD)),
                },
                behind: match self.chance(0.7) {
                    true => Extreme::Best,
                    false => Extreme::Close,
                },
                after: self.chance(0.4).then(|| self.distance(stopped)),
            },
            6 => Exit::BreakEven {
                after: self.distance(stopped),
                plus: self.between(-0.5, 1.0),
            },
            _ => Exit::SessionEnd {
                zone: self.pick(&Zone::ALL),
                minute: self.random.below(1440) as u32,
            },
        }
    }

    fn way_out(&mut self, stopped: bool) -> Exit {
        match self.random.below(6) {
            0 => Exit::AfterBars(self.count(40)),
            1 | 2 => Exit::Target {
                at: self.distance(stopped),
                share: if self.chance(0.9) { 1.0 } else { 0.4 },
            },
            3 | 4 => Exit::Trail {
                by: match self.random.below(4) {
                    0 | 1 => TrailBy::Percent(self.between(0.3, 12.0)),
                    2 => TrailBy::Atr {
                        period: self.count(10),
                        times: self.between(0.3, 4.0),
                    },
                    _ => TrailBy::Price(self.price(1, CLOSE)),
                },
                behind: match self.chance(0.7) {
                    true => Extreme::Best,
                    false => Extreme::Close,
                },
                after: self.chance(0.4).then(|| self.distance(stopped)),
            },
            _ => Exit::BreakEven {
                after: self.distance(stopped),
                plus: self.between(-0.5, 1.0),
            },
        }
    }

    fn distance(&mut self, stopped: bool) -> Distance {
        match self.random.below(if stopped { 5 } else { 4 }) {
            0 | 1 => Distance::Percent(self.between(0.3, 15.0)),
            2 => Distance::Atr {
                period: self.count(10),
                times: self.between(0.3, 4.0),
            },
            3 => Distance::Price(self.price(1, CLOSE)),
            _ => Distance::R(self.between(0.3, 4.0)),
        }
    }

    fn adds(&mut self, stopped: bool) -> Adds {
        Adds {
            most: self.count(4),
            when: match self.random.below(3) {
                0 => AddWhen::Gain(self.distance(stopped)),
                1 => AddWhen::Loss(self.distance(stopped)),
                _ => AddWhen::Signal(self.cond(1, HELD)),
            },
            scale: self.between(0.2, 2.0),
            size: self.pick(&[AddSize::Units, AddSize::Money]),
            from_last: self.chance(0.5),
        }
    }

    fn cond(&mut self, depth: usize, at: At) -> Cond {
        let inner = depth.saturating_sub(1);
        match self.random.below(if depth == 0 { 4 } else { 10 }) {
            0 => self.price(inner, at).above(self.price(inner, at)),
            1 => {
                let over = at.over_bars();
                self.price(inner, over)
                    .crosses_above(self.price(inner, over))
            }
            2 => self
                .strength(inner, at)
                .above(Node::Number(self.between(5.0, 95.0))),
            3 => {
                let over = at.over_bars();
                self.strength(inner, over)
                    .crosses_below(Node::Number(self.between(20.0, 80.0)))
            }
            4 => Cond::All(vec![self.cond(inner, at), self.cond(inner, at)]),
            5 => Cond::Any(vec![self.cond(inner, at), self.cond(inner, at)]),
            6 => Cond::Not(Box::new(self.cond(inner, at))),
            7 => {
                let (cond, bars) = (self.cond(inner, at.over_bars()), self.count(4) as usize);
                match self.chance(0.5) {
                    true => cond.for_bars(bars),
                    false => cond.within(bars),
                }
            }
            8 => Cond::Hours {
                zone: self.pick(&Zone::ALL),
                opens: self.random.below(1440) as u32,
                closes: self.random.below(1441) as u32,
            },
            _ => Cond::Weekdays {
                zone: self.pick(&Zone::ALL),
                days: vec![Weekday::Monday, Weekday::Thursday, Weekday::Saturday],
            },
        }
    }

    /// A value on the scale of the price.
    fn price(&mut self, depth: usize, at: At) -> Node {
        let inner = depth.saturating_sub(1);
        let column = self.pick(&[Column::Open, Column::High, Column::Low, Column::Close]);
        let plain = Node::Price(column);
        if at.open && self.chance(0.2) {
            return next_open();
        }
        if at.held && self.chance(0.2) {
            return Node::Held(self.pick(&[Held::EntryPrice, Held::Highest, Held::Lowest]));
        }
        if depth == 0 {
            return plain;
        }
        match self.random.below(10) {
            0 => plain.sma(self.count(12) as usize),
            1 => plain.ema(self.count(12) as usize),
            2 => plain.lag(self.count(5) as usize),
            3 => self.price(inner, at).max(self.price(inner, at)),
            4 => self.price(inner, at).min(self.price(inner, at)),
            5 => self.price(inner, at) + (high() - low()) * self.between(-1.0, 1.0),
            6 => {
                let when = self.cond(0, at);
                self.price(inner, at).when(when, plain)
            }
            7 if !at.plain => self.price(inner, At::inside()).on(self.longer()),
            8 if !at.plain => {
                let symbol = self.other();
                self.price(inner, At::inside()).of_symbol(symbol)
            }
            _ => self.any_indicator(),
        }
    }

    /// A value that is mostly between 0 and 100.
    fn strength(&mut self, depth: usize, at: At) -> Node {
        if at.held && self.chance(0.2) {
            return Node::Held(self.pick(&[Held::Bars, Held::Gain]));
        }
        let rsi = close().rsi(2 + self.count(6) as usize);
        if depth == 0 {
            return rsi;
        }
        match self.random.below(7) {
            0 => (close() / low() - 1.0) * 1000.0,
            1 => (volume() + 1.0).changed(Change::Log) * 10.0,
            2 => (close() - close().lag(1)).changed(Change::Absolute) / close() * 1000.0,
            3 if !at.plain => rsi.rank(self.best()) * 30.0,
            4 if !at.plain => rsi.on(self.longer()),
            5 if !at.plain => rsi.of_symbol(self.other()),
            _ => rsi,
        }
    }

    /// Any indicator with short lengths, on the bars or on the close.
    fn any_indicator(&mut self) -> Node {
        let known = indicators::ALL[self.random.below(indicators::ALL.len())];
        let mut node = domain::plan::indicator(known.id);
        for param in known.params {
            if let ParamKind::Int { min, default, .. } = param.kind {
                node = node.with(param.id, default.min(min + 6) as f64);
            }
        }
        if known.inputs.contains(&Input::Other) {
            for _ in known.inputs {
                let input = Node::Price(self.pick(&[Column::Open, Column::Close, Column::Volume]));
                node = node.of(input);
            }
        }
        let output = known.outputs[self.random.below(known.outputs.len())];
        node.output(output)
    }

    fn best(&mut self) -> Best {
        self.pick(&[Best::Highest, Best::Lowest])
    }

    fn longer(&mut self) -> Timeframe {
        match self.market.timeframe {
            Timeframe::Hour1 => self.pick(&[Timeframe::Hour4, Timeframe::Day1]),
            Timeframe::Hour4 => Timeframe::Day1,
            _ => Timeframe::Week1,
        }
    }

    fn other(&mut self) -> SymbolRef {
        let known = self.market.symbols.iter().chain(&self.market.watched);
        let known: Vec<_> = known.copied().collect();
        match self.chance(0.5) {
            true => SymbolRef::First,
            false => SymbolRef::Code(self.pick(&known)),
        }
    }
}
