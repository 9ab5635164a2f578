//! Turns the trees of a plan into one list of distinct expressions.

use super::rules::{
    AddRule, AddTrigger, EntryRule, HoldRule, Length, Level, RankRule, Rules, Sided, TargetRule,
    TrailLength, TrailRule,
};
use super::{Expression, Program, Setting, Slot, Work};
use crate::check::{PlanError, symbol_of, timeframe_of};
use domain::plan::{
    AddWhen, Column, Cond, Distance, EntryOrder, Exit, IndicatorNode, Node, Plan, TrailBy, close,
    indicator,
};
use domain::{Sizing, Slippage, Symbol, Timeframe};
use indicators::Input;

pub(super) fn compile(plan: &Plan, setting: Setting<'_>) -> Result<Program, PlanError> {
    let mut compiler = Compiler {
        slots: Vec::new(),
        frames: Vec::new(),
        timeframe: setting.timeframe,
        known: setting
            .symbols
            .iter()
            .chain(setting.watched)
            .cloned()
            .collect(),
        traded: setting.symbols.len(),
        frame: 0,
    };
    let mut rules = compiler.rules(plan)?;
    rules.volatility = match setting.sizing {
        Sizing::VolatilityTarget { bars, .. } | Sizing::InverseVolatility { bars, .. } => {
            Some(compiler.node(&volatility(bars), "sizing")?)
        }
        _ => None,
    };
    if let Slippage::Atr { period, .. } = setting.slippage {
        rules.range = Some(compiler.range(period, "costs.slippage")?);
    }
    let rounds = compiler.slots.iter().map(|one| one.round + 1).max();
    Ok(Program {
        slots: compiler.slots,
        frames: compiler.frames,
        timeframe: setting.timeframe,
        rounds: rounds.unwrap_or(1),
        traded: setting.symbols.len(),
        symbols: setting.symbols.len() + setting.watched.len(),
        rules,
    })
}

/// Sample standard deviation of simple returns over the last bars.
fn volatility(bars: u32) -> Node {
    let returns = close() / close().lag(1) - 1.0;
    indicator("stddev")
        .of(returns)
        .with("period", bars)
        .with("deviation", 1.0)
}

struct Compiler {
    slots: Vec<Expression>,
    frames: Vec<Timeframe>,
    timeframe: Timeframe,
    known: Vec<Symbol>,
    /// How many of them are traded; they come first.
    traded: usize,
    /// On which bars the expressions met now are computed.
    frame: u32,
}

impl Compiler {
    fn rules(&mut self, plan: &Plan) -> Result<Rules, PlanError> {
        let mut rules = Rules {
            reverse: plan.reverse,
            again: plan.again.clone(),
            ..Rules::default()
        };
        for (index, entry) in plan.entries.iter().enumerate() {
            let path = format!("entries[{index}]");
            let when = self.cond(&entry.when, &format!("{path}.when"))?;
            let level = match &entry.order {
                EntryOrder::Market => Level::Market,
                EntryOrder::Stop(level) => {
                    Level::Stop(self.node(level, &format!("{path}.order.stop"))?)
                }
                EntryOrder::Limit(level) => {
                    Level::Limit(self.node(level, &format!("{path}.order.limit"))?)
                }
            };
            rules.entries.push(EntryRule {
                side: entry.side,
                when,
                at_open: self.at_open(when),
                level,
            });
        }
        for (index, exit) in plan.exits.iter().enumerate() {
            self.exit(exit, &format!("exits[{index}]"), &mut rules)?;
        }
        if let Some(adds) = &plan.adds {
            let when = match &adds.when {
                AddWhen::Gain(by) => AddTrigger::Gain(self.length(by, "adds.when.gain")?),
                AddWhen::Loss(by) => AddTrigger::Loss(self.length(by, "adds.when.loss")?),
                AddWhen::Signal(when) => AddTrigger::Signal(self.cond(when, "adds.when.signal")?),
            };
            rules.adds = Some(AddRule {
                most: adds.most,
                when,
                scale: adds.scale,
                size: adds.size,
                from_last: adds.from_last,
            });
        }
        if let Some(rank) = &plan.rank {
            let by = self.node(&rank.by, "rank.by")?;
            let best = rank.best;
            rules.rank = Some(RankRule { by, best });
        }
        if let Some(weight) = &plan.weight {
            rules.weight = Some(self.node(weight, "weight")?);
        }
        if let Some(hold) = &plan.hold {
            rules.hold = Some(HoldRule {
                when: self.cond(&hold.when, "hold.when")?,
                share: self.node(&hold.share, "hold.share")?,
                tolerance: hold.tolerance,
            });
        }
        Ok(rules)
    }

    fn exit(&mut self, exit: &Exit, path: &str, rules: &mut Rules) -> Result<(), PlanError> {
        let (exit, side) = exit.unwrapped();
        match exit {
            Exit::Signal(when) => {
                let rule = self.cond(when, &format!("{path}.signal"))?;
                rules.signals.push(Sided { side, rule });
            }
            Exit::AfterBars(bars) => rules.after_bars.push(Sided { side, rule: *bars }),
            Exit::Stop(by) => {
                let rule = self.length(by, &format!("{path}.stop"))?;
                rules.stops.push(Sided { side, rule });
            }
            Exit::Target { at, share } => {
                let at = self.length(at, &format!("{path}.target.at"))?;
                let share = *share;
                let rule = TargetRule { at, share };
                rules.targets.push(Sided { side, rule });
            }
            Exit::Trail { by, behind, after } => {
                let by = match by {
                    TrailBy::Percent(percent) => TrailLength::Percent(*percent),
                    TrailBy::Atr { period, times } => TrailLength::Atr {
                        range: self.range(*period, &format!("{path}.trail.by.atr"))?,
                        times: *times,
                    },
                    TrailBy::Price(level) => {
                        TrailLength::Price(self.node(level, &format!("{path}.trail.by.price"))?)
                    }
                };
                let after = match after {
                    Some(after) => Some(self.length(after, &format!("{path}.trail.after"))?),
                    None => None,
                };
                let behind = *behind;
                let rule = TrailRule { by, behind, after };
                rules.trails.push(Sided { side, rule });
            }
            Exit::BreakEven { after, plus } => {
                let after = self.length(after, &format!("{path}.break_even.after"))?;
                let rule = (after, *plus);
                rules.break_evens.push(Sided { side, rule });
            }
            Exit::SessionEnd { zone, minute } => {
                let rule = (*zone, *minute);
                rules.session_ends.push(Sided { side, rule });
            }
            // The check refuses one inside the other.
            Exit::Long(_) | Exit::Short(_) => {}
        }
        Ok(())
    }

    fn length(&mut self, by: &Distance, path: &str) -> Result<Length, PlanError> {
        Ok(match by {
            Distance::Percent(percent) => Length::Percent(*percent),
            Distance::Atr { period, times } => Length::Atr {
                range: self.range(*period, &format!("{path}.atr"))?,
                times: *times,
            },
            Distance::Price(level) => Length::Price(self.node(level, &format!("{path}.price"))?),
            Distance::R(times) => Length::R(*times),
        })
    }

    fn range(&mut self, period: u32, path: &str) -> Result<Slot, PlanError> {
        self.node(&indicator("atr").with("period", period), path)
    }

    fn at_open(&self, slot: Slot) -> bool {
        self.slots.get(slot.index()).is_some_and(|one| one.at_open)
    }

    /// The place of this work, a new one when nobody did it before.
    fn intern(&mut self, work: Work, path: &str) -> Slot {
        let frame = self.frame;
        let same = |one: &Expression| one.frame == frame && one.work == work;
        if let Some(known) = self.slots.iter().position(same) {
            return Slot(known as u32);
        }
        let inputs: Vec<Slot> = work.inputs();
        let of_inputs = |test: fn(&Expression) -> bool| {
            let mut inputs = inputs
                .iter()
                .filter_map(|slot| self.slots.get(slot.index()));
            inputs.any(test)
        };
        let mut inputs = inputs
            .iter()
            .filter_map(|slot| self.slots.get(slot.index()));
        let round = inputs.try_fold(0, |most: u32, one| Some(most.max(one.round)));
        let waits = matches!(work, Work::Other { .. } | Work::Rank { .. });
        self.slots.push(Expression {
            frame,
            round: round.unwrap_or(0) + u32::from(waits),
            at_open: matches!(work, Work::NextOpen) || of_inputs(|one| one.at_open),
            held: matches!(work, Work::Held(_)) || of_inputs(|one| one.held),
            work,
            path: path.to_owned(),
        });
        Slot(self.slots.len() as u32 - 1)
    }

    fn node(&mut self, node: &Node, path: &str) -> Result<Slot, PlanError> {
        let work = match node {
            Node::Number(number) => Work::Number(*number),
            Node::Price(column) => Work::Price(*column),
            Node::NextOpen => Work::NextOpen,
            Node::Held(held) => Work::Held(*held),
            Node::Lag { of, bars } => Work::Lag {
                of: self.node(of, &format!("{path}.lag.of"))?,
                bars: *bars as usize,
            },
            Node::Math { op, left, right } => Work::Math {
                op: *op,
                left: self.node(left, &format!("{path}.math.left"))?,
                right: self.node(right, &format!("{path}.math.right"))?,
            },
            Node::Changed { by, of } => Work::Changed {
                by: *by,
                of: self.node(of, &format!("{path}.changed.of"))?,
            },
            Node::If {
                when,
                then,
                otherwise,
            } => Work::If {
                when: self.cond(when, &format!("{path}.if.when"))?,
                then: self.node(then, &format!("{path}.if.then"))?,
                otherwise: self.node(otherwise, &format!("{path}.if.otherwise"))?,
            },
            Node::Timeframe { bars, of } => {
                let path = format!("{path}.timeframe");
                timeframe_of(&format!("{path}.bars"), *bars, self.timeframe)?;
                let frame = match self.frames.iter().position(|known| known == bars) {
                    Some(known) => known,
                    None => {
                        self.frames.push(*bars);
                        self.frames.len() - 1
                    }
                };
                self.frame = frame as u32 + 1;
                let of = self.node(of, &format!("{path}.of"));
                self.frame = 0;
                Work::Longer(of?)
            }
            Node::Symbol { symbol, of } => {
                let path = format!("{path}.symbol");
                let symbol =
                    symbol_of(&format!("{path}.symbol"), symbol, &self.known, self.traded)?;
                let of = self.node(of, &format!("{path}.of"))?;
                Work::Other { symbol, of }
            }
            Node::Rank { of, best } => Work::Rank {
                of: self.node(of, &format!("{path}.rank.of"))?,
                best: *best,
            },
            Node::Indicator(node) => return self.indicator(node, &format!("{path}.indicator")),
        };
        Ok(self.intern(work, path))
    }

    fn indicator(&mut self, node: &IndicatorNode, path: &str) -> Result<Slot, PlanError> {
        // The check has found the indicator and its names.
        let Some(known) = indicators::find(&node.id) else {
            return Ok(self.intern(Work::Number(f64::NAN), path));
        };
        let mut inputs = Vec::with_capacity(known.inputs.len());
        for (index, input) in node.inputs.iter().enumerate() {
            inputs.push(self.node(input, &format!("{path}.inputs[{index}]"))?);
        }
        if inputs.is_empty() {
            for input in known.inputs {
                inputs.push(self.intern(Work::Price(column_of(*input)), path));
            }
        }
        let chosen = |param: &domain::Param| {
            let value = node.params.get(param.id).copied();
            value.unwrap_or_else(|| param.default())
        };
        let run = Work::Run {
            id: known.id,
            params: known.params.iter().map(chosen).collect(),
            inputs,
        };
        let run = self.intern(run, path);
        let place = known.outputs.iter().position(|name| *name == node.output);
        Ok(match place {
            None | Some(0) => run,
            Some(place) => self.intern(Work::Output { run, place }, path),
        })
    }

    fn cond(&mut self, cond: &Cond, path: &str) -> Result<Slot, PlanError> {
        let work = match cond {
            Cond::Always => Work::Always,
            Cond::Above { left, right } => Work::Above(
                self.node(left, &format!("{path}.above.left"))?,
                self.node(right, &format!("{path}.above.right"))?,
            ),
            Cond::CrossesAbove { left, right } => Work::CrossesAbove(
                self.node(left, &format!("{path}.crosses_above.left"))?,
                self.node(right, &format!("{path}.crosses_above.right"))?,
            ),
            Cond::All(conds) => Work::All(self.conds(conds, &format!("{path}.all"))?),
            Cond::Any(conds) => Work::Any(self.conds(conds, &format!("{path}.any"))?),
            Cond::Not(cond) => Work::Not(self.cond(cond, &format!("{path}.not"))?),
            Cond::ForBars { when, bars } => {
                Work::ForBars(self.cond(when, &format!("{path}.for_bars.when"))?, *bars)
            }
            Cond::Within { when, bars } => {
                Work::Within(self.cond(when, &format!("{path}.within.when"))?, *bars)
            }
            Cond::Hours {
                zone,
                opens,
                closes,
            } => Work::Hours {
                zone: *zone,
                opens: *opens,
                closes: *closes,
            },
            Cond::Weekdays { zone, days } => Work::Weekdays {
                zone: *zone,
                days: days.clone(),
            },
        };
        Ok(self.intern(work, path))
    }

    fn conds(&mut self, conds: &[Cond], path: &str) -> Result<Vec<Slot>, PlanError> {
        conds
            .iter()
            .enumerate()
            .map(|(index, cond)| self.cond(cond, &format!("{path}[{index}]")))
            .collect()
    }
}

fn column_of(input: Input) -> Column {
    match input {
        Input::Open => Column::Open,
        Input::High => Column::High,
        Input::Low => Column::Low,
        Input::Close | Input::Value | Input::Other => Column::Close,
        Input::Volume => Column::Volume,
        Input::Time => Column::Time,
    }
}
