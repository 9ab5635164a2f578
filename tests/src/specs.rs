//! Random questions: markets, accounts, costs and limits from the whole space, with a strategy of the library or a random
//! plan.

use crate::market::{random_market_of, replayed_market, symbol};
use crate::plans::random_plan;
use domain::random::Random;
use domain::{
    Account, Bps, Cash, Costs, Dataset, FillPolicy, MarketChoice, PathRule, Qty, Ratio, Risk,
    RunSpec, Sizing, Slippage, Symbol, Timeframe,
};
use std::collections::BTreeMap;
use strategies::{ParamKind, Plan, Strategy};

/// A question with its plan and its data.
#[derive(Clone, Debug)]
pub struct RandomRun {
    /// The question.
    pub spec: RunSpec,
    /// The plan; the spec's strategy is the same.
    pub plan: Plan,
    /// The bars.
    pub data: Dataset,
}

/// A random question over at most so many symbols and bars; the seed decides everything. Half of them have random plans.
pub fn random_run(seed: u64, symbols: usize, bars: usize) -> RandomRun {
    let mut random = Random::named(seed, "run", 0);
    let symbols = 1 + random.below(symbols);
    let bars = 1 + random.below(bars);
    let watched = usize::from(random.chance(0.15));
    let (timeframe, inside, data) = match random.below(4) {
        0 => {
            let data = random_market_of(seed, symbols + watched, bars, Timeframe::Hour1);
            (Timeframe::Hour1, None, data)
        }
        1 => {
            let data = replayed_market(seed, symbols + watched, bars);
            (Timeframe::Hour4, Some(Timeframe::Hour1), data)
        }
        _ => {
            let data = random_market_of(seed, symbols + watched, bars, Timeframe::Day1);
            (Timeframe::Day1, None, data)
        }
    };
    let mut spec = random_spec(seed, symbols);
    spec.market = MarketChoice {
        watched: (symbols..symbols + watched).map(symbol).collect(),
        timeframe,
        inside,
        ..spec.market
    };
    if inside.is_some() && random.chance(0.4) {
        spec.fill = FillPolicy::Intrabar;
    }
    let first = data.series().first().and_then(|one| one.bars().get(0));
    let price = first.map_or(1.0, |bar| bar.open);
    spec.sizing = random_sizing(&mut random, spec.cash.get(), price);
    let mut plan = match random.chance(0.5) {
        true => random_plan(seed, &spec.market),
        false => strategies::plan_of(&spec.strategy).unwrap_or_default(),
    };
    if matches!(
        engine::run::compile(&spec, &plan),
        Err(engine::RunError::Plan(_))
    ) {
        // A strategy of the library may ask for longer bars than this market can make.
        plan = random_plan(seed, &spec.market);
    }
    if engine::run::compile(&spec, &plan).is_err() {
        // With hedging nothing may look at the position: there could be two.
        spec.account.hedge = false;
    }
    spec.strategy = domain::StrategyChoice::Plan(Box::new(plan.clone()));
    RandomRun { spec, plan, data }
}

/// A run of any strategy of the library on days with random values, all of them allowed; the seed decides everything.
pub fn random_spec(seed: u64, symbols: usize) -> RunSpec {
    let mut random = Random::new(seed, 1_000);
    let strategy = strategies::ALL[random.below(strategies::ALL.len())];
    let symbols: Vec<Symbol> = (0..symbols).map(symbol).collect();
    let mut spec = strategies::defaults::spec(strategy, symbols, Timeframe::Day1);
    loop {
        let params = random_params(strategy, &mut random);
        spec.strategy = domain::StrategyChoice::library(strategy.id, params);
        // Some pairs of values exclude each other; draw again.
        if strategies::plan_of(&spec.strategy).is_ok() {
            break;
        }
    }
    // Without shorter bars nothing can be replayed.
    let policies = FillPolicy::ALL.len() - 1;
    spec.fill = FillPolicy::ALL[random.below(policies)];
    spec.path = PathRule::ALL[random.below(PathRule::ALL.len())];
    spec.costs = random_costs(&mut random);
    spec.cash = cash(libm::exp(9.0 + 9.0 * random.uniform()));
    spec.costs.fixed_fee = match random.chance(0.2) {
        true => cash(spec.cash.get() * 1e-5 * random.uniform()),
        false => Cash::ZERO,
    };
    spec.sizing = random_sizing(&mut random, spec.cash.get(), 1000.0);
    spec.account = random_account(&mut random);
    spec.risk = random_risk(&mut random);
    spec
}

fn random_params(strategy: &Strategy, random: &mut Random) -> BTreeMap<String, f64> {
    let draw = |param: &strategies::Param| {
        let (min, max) = param.range();
        let value = min + random.uniform() * (max - min);
        // Short periods meet more crosses in short markets.
        let value = if random.chance(0.5) {
            value.min(min + 8.0)
        } else {
            value
        };
        let whole = !matches!(param.kind, ParamKind::Float { .. });
        (
            param.id.to_owned(),
            if whole { value.round() } else { value },
        )
    };
    strategy.params.iter().map(draw).collect()
}

fn random_costs(random: &mut Random) -> Costs {
    let mut up_to = |most: f64| bps(random.uniform() * most);
    let (fee, maker_fee, slip, spread) = (up_to(60.0), up_to(30.0), up_to(60.0), up_to(10.0));
    let (impact, borrow) = (up_to(200.0), up_to(2000.0));
    let slippage = match random.below(4) {
        0 => Slippage::Atr {
            share: 0.2 * random.uniform(),
            period: 1 + random.below(20) as u32,
        },
        1 => Slippage::Impact {
            base: slip,
            at_full_volume: impact,
        },
        _ => Slippage::Bps(slip),
    };
    let costs = Costs {
        slip_entries_only: random.chance(0.1),
        slip_targets: random.chance(0.1),
        ..Costs::plain(fee, slip)
    };
    let mut some = |probability: f64| random.chance(probability);
    Costs {
        maker_fee: if some(0.5) { maker_fee } else { fee },
        half_spread: if some(0.3) { spread } else { Bps::ZERO },
        slippage,
        borrow: if some(0.3) { borrow } else { Bps::ZERO },
        funding: match some(0.3) {
            true => ratio(0.002 * (random.uniform() - 0.5)),
            false => Ratio::default(),
        },
        ..costs
    }
}

/// Any way to size an entry of an account with this much cash at a price like this.
fn random_sizing(random: &mut Random, money: f64, price: f64) -> Option<Sizing> {
    let share = 0.05 + 0.95 * random.uniform();
    let bars = 2 + random.below(20) as u32;
    let fraction = ratio(share);
    Some(match random.below(10) {
        0 => return None,
        1 => Sizing::Equity {
            fraction: ratio(share * 2.0),
        },
        2 => Sizing::Amount(cash(money * share)),
        3 => Sizing::Units(Qty::new(money * share / price).unwrap_or(Qty::ZERO)),
        4 => Sizing::Risk {
            fraction: ratio(0.002 + 0.05 * share),
        },
        5 => Sizing::VolatilityTarget {
            yearly: ratio(share),
            bars,
        },
        6 => Sizing::Kelly {
            part: fraction,
            cap: ratio(0.5),
            trades: 1 + random.below(10) as u32,
        },
        7 => Sizing::InverseVolatility { fraction, bars },
        _ => Sizing::EqualSlots { fraction },
    })
}

fn random_account(random: &mut Random) -> Account {
    let leverage = match random.chance(0.3) {
        true => 1.0 + 4.0 * random.uniform(),
        false => 1.0,
    };
    Account {
        leverage,
        maintenance: match random.chance(0.5) {
            true => ratio(0.9 * random.uniform() / leverage),
            false => Ratio::default(),
        },
        most_positions: random.chance(0.2).then(|| 1 + random.below(3) as u32),
        hedge: random.chance(0.2),
    }
}

fn random_risk(random: &mut Random) -> Risk {
    if !random.chance(0.25) {
        return Risk::default();
    }
    let mut some = |most: f64| random.chance(0.5).then(|| ratio(most * random.uniform()));
    let (position, symbol, portfolio) = (some(0.5), some(0.8), some(1.5));
    let (day_loss, drawdown) = (some(0.2), some(0.6));
    Risk {
        position,
        symbol,
        portfolio,
        day_loss,
        drawdown,
        stop_required: random.chance(0.2),
    }
}

fn bps(value: f64) -> Bps {
    Bps::new(value).unwrap_or(Bps::ZERO)
}

fn cash(value: f64) -> Cash {
    Cash::new(value).unwrap_or(Cash::ZERO)
}

fn ratio(value: f64) -> Ratio {
    Ratio::new(value).unwrap_or_default()
}
