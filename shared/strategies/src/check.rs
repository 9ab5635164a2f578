//! Walks a whole plan and names the first thing that is wrong, with the path where it stands.

mod error;

pub use error::PlanError;

use domain::plan::{
    AddWhen, Cond, Distance, EntryOrder, Exit, IndicatorNode, Node, Plan, SymbolRef, TrailBy,
};
use domain::{ParamError, Symbol, Timeframe};

const NEXT_OPEN: &str =
    "the next open is known only to an entry's condition and level, use the close here";
const HELD: &str = "what is known about a position can be used only in exits and adds";
const NESTED: &str = "a longer timeframe can't hold another timeframe, symbol or rank; put it inside of them, or compute it beside them";
const LEADER: &str = "another symbol can't hold another symbol or a rank; write them side by side";

/// Most bars any look back may need.
pub const MOST_BARS: f64 = 100_000.0;

/// Most entries on top of a position: a purchase a day for 27 years.
pub const MOST_ADDS: f64 = 10_000.0;

/// Checks a plan.
pub fn check(plan: &Plan) -> Result<(), PlanError> {
    if let Some(hold) = &plan.hold {
        if !plan.entries.is_empty() || !plan.exits.is_empty() || plan.adds.is_some() {
            return misplaced(
                "hold",
                "shares to hold stand instead of entries, exits and adds",
            );
        }
        Place::CLOSE.cond(&hold.when, "hold.when")?;
        Place::CLOSE.node(&hold.share, "hold.share")?;
        within(hold.tolerance, 0.0, 1.0, || "hold.tolerance".to_owned())?;
    } else if plan.entries.is_empty() {
        return misplaced(
            "entries",
            "there must be at least one entry, or shares to hold",
        );
    }
    for (index, entry) in plan.entries.iter().enumerate() {
        let path = format!("entries[{index}]");
        Place::ENTRY.cond(&entry.when, &format!("{path}.when"))?;
        match &entry.order {
            EntryOrder::Market => {}
            EntryOrder::Stop(level) => Place::ENTRY.node(level, &format!("{path}.order.stop"))?,
            EntryOrder::Limit(level) => Place::ENTRY.node(level, &format!("{path}.order.limit"))?,
        }
    }
    let has_stop = plan
        .exits
        .iter()
        .any(|exit| matches!(exit.unwrapped().0, Exit::Stop(_)));
    for (index, exit) in plan.exits.iter().enumerate() {
        check_exit(exit, &format!("exits[{index}]"), has_stop)?;
    }
    if let Some(adds) = &plan.adds {
        within(f64::from(adds.most), 1.0, MOST_ADDS, || {
            "adds.most".to_owned()
        })?;
        within(adds.scale, 0.01, 100.0, || "adds.scale".to_owned())?;
        match &adds.when {
            AddWhen::Gain(by) => distance(by, "adds.when.gain", has_stop)?,
            AddWhen::Loss(by) => distance(by, "adds.when.loss", has_stop)?,
            AddWhen::Signal(when) => Place::HELD.cond(when, "adds.when.signal")?,
        }
    }
    if let Some(rank) = &plan.rank {
        Place::CLOSE.node(&rank.by, "rank.by")?;
    }
    if let Some(weight) = &plan.weight {
        Place::CLOSE.node(weight, "weight")?;
    }
    if let Some(sizing) = plan.sizing {
        sizing.check().map_err(|error| PlanError::Shape {
            path: "sizing".to_owned(),
            message: error.to_string(),
        })?;
    }
    Ok(())
}

/// Reads a plan from JSON and checks it; the path of a misspelt field is named too.
pub fn parse(json: &[u8]) -> Result<Plan, PlanError> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let plan: Plan =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| PlanError::Shape {
            path: match error.path().to_string() {
                whole if whole == "." => "plan".to_owned(),
                path => path,
            },
            message: error.inner().to_string(),
        })?;
    check(&plan)?;
    Ok(plan)
}

fn check_exit(exit: &Exit, path: &str, has_stop: bool) -> Result<(), PlanError> {
    match exit {
        Exit::Signal(when) => Place::HELD.cond(when, &format!("{path}.signal")),
        Exit::AfterBars(bars) => within(f64::from(*bars), 1.0, MOST_BARS, || {
            format!("{path}.after_bars")
        }),
        Exit::Stop(Distance::R(_)) => misplaced(
            &format!("{path}.stop.r"),
            "a stop can't be measured by itself; use percent, atr or price",
        ),
        Exit::Stop(by) => distance(by, &format!("{path}.stop"), has_stop),
        Exit::Target { at, share } => {
            distance(at, &format!("{path}.target.at"), has_stop)?;
            within(*share, 1e-6, 1.0, || format!("{path}.target.share"))
        }
        Exit::Trail { by, after, .. } => {
            let path = format!("{path}.trail");
            match by {
                TrailBy::Percent(percent) => {
                    within(*percent, 1e-6, 99.999, || format!("{path}.by.percent"))?;
                }
                TrailBy::Atr { period, times } => atr(*period, *times, &format!("{path}.by"))?,
                TrailBy::Price(level) => {
                    Place::HELD.node(level, &format!("{path}.by.price"))?;
                }
            }
            match after {
                Some(after) => distance(after, &format!("{path}.after"), has_stop),
                None => Ok(()),
            }
        }
        Exit::BreakEven { after, plus } => {
            distance(after, &format!("{path}.break_even.after"), has_stop)?;
            within(*plus, -99.0, 1000.0, || format!("{path}.break_even.plus"))
        }
        Exit::SessionEnd { minute, .. } => within(f64::from(*minute), 0.0, 1439.0, || {
            format!("{path}.session_end.minute")
        }),
        Exit::Long(inner) | Exit::Short(inner) => {
            let side = if matches!(exit, Exit::Long(_)) {
                "long"
            } else {
                "short"
            };
            let path = format!("{path}.{side}");
            if matches!(**inner, Exit::Long(_) | Exit::Short(_)) {
                return misplaced(
                    &path,
                    "an exit is for longs or for shorts, not for one of both",
                );
            }
            check_exit(inner, &path, has_stop)
        }
    }
}

fn distance(by: &Distance, path: &str, has_stop: bool) -> Result<(), PlanError> {
    match by {
        Distance::Percent(percent) => {
            within(*percent, 1e-6, 10_000.0, || format!("{path}.percent"))
        }
        Distance::Atr { period, times } => atr(*period, *times, path),
        Distance::Price(level) => Place::CLOSE.node(level, &format!("{path}.price")),
        Distance::R(_) if !has_stop => misplaced(
            &format!("{path}.r"),
            "what is risked is known only with a stop among the exits",
        ),
        Distance::R(times) => within(*times, 1e-6, 10_000.0, || format!("{path}.r")),
    }
}

fn atr(period: u32, times: f64, path: &str) -> Result<(), PlanError> {
    within(f64::from(period), 1.0, 5000.0, || {
        format!("{path}.atr.period")
    })?;
    within(times, 1e-6, 10_000.0, || format!("{path}.atr.times"))
}

fn within(got: f64, least: f64, most: f64, path: impl Fn() -> String) -> Result<(), PlanError> {
    if got.is_nan() || got < least {
        let path = path();
        return Err(PlanError::Below { path, got, least });
    }
    if got > most {
        let path = path();
        return Err(PlanError::Above { path, got, most });
    }
    Ok(())
}

fn misplaced(path: &str, what: &'static str) -> Result<(), PlanError> {
    let path = path.to_owned();
    Err(PlanError::Misplaced { path, what })
}

/// What is known where an expression stands.
#[derive(Clone, Copy)]
struct Place {
    next_open: bool,
    held: bool,
    /// Inside a longer timeframe.
    longer: bool,
    /// Inside another symbol or a rank.
    others: bool,
}

impl Place {
    const CLOSE: Place = Place {
        next_open: false,
        held: false,
        longer: false,
        others: false,
    };
    const ENTRY: Place = Place {
        next_open: true,
        ..Place::CLOSE
    };
    const HELD: Place = Place {
        held: true,
        ..Place::CLOSE
    };

    /// Where values of several bars meet, the open of one bar is not known.
    fn over_bars(self) -> Place {
        Place {
            next_open: false,
            ..self
        }
    }

    fn cond(self, cond: &Cond, path: &str) -> Result<(), PlanError> {
        match cond {
            Cond::Always => Ok(()),
            Cond::Above { left, right } => {
                self.node(left, &format!("{path}.above.left"))?;
                self.node(right, &format!("{path}.above.right"))
            }
            Cond::CrossesAbove { left, right } => {
                let place = self.over_bars();
                place.node(left, &format!("{path}.crosses_above.left"))?;
                place.node(right, &format!("{path}.crosses_above.right"))
            }
            Cond::All(conds) => self.conds(conds, &format!("{path}.all")),
            Cond::Any(conds) => self.conds(conds, &format!("{path}.any")),
            Cond::Not(cond) => self.cond(cond, &format!("{path}.not")),
            Cond::ForBars { when, bars } => {
                let path = format!("{path}.for_bars");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().cond(when, &format!("{path}.when"))
            }
            Cond::Within { when, bars } => {
                let path = format!("{path}.within");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().cond(when, &format!("{path}.when"))
            }
            Cond::Hours { opens, closes, .. } => {
                let path = format!("{path}.hours");
                within(f64::from(*opens), 0.0, 1439.0, || format!("{path}.opens"))?;
                within(f64::from(*closes), 0.0, 1440.0, || format!("{path}.closes"))
            }
            Cond::Weekdays { days, .. } if days.is_empty() => misplaced(
                &format!("{path}.weekdays.days"),
                "there must be at least one day",
            ),
            Cond::Weekdays { .. } => Ok(()),
        }
    }

    fn conds(self, conds: &[Cond], path: &str) -> Result<(), PlanError> {
        if conds.is_empty() {
            return misplaced(path, "there must be at least one condition");
        }
        conds
            .iter()
            .enumerate()
            .try_for_each(|(index, cond)| self.cond(cond, &format!("{path}[{index}]")))
    }

    fn node(self, node: &Node, path: &str) -> Result<(), PlanError> {
        match node {
            Node::Number(got) if got.is_finite() => Ok(()),
            Node::Number(got) => Err(PlanError::Number {
                path: format!("{path}.number"),
                got: *got,
                allowed: "a finite number",
            }),
            Node::Price(_) => Ok(()),
            Node::NextOpen if self.next_open => Ok(()),
            Node::NextOpen => misplaced(&format!("{path}.next_open"), NEXT_OPEN),
            Node::Held(_) if self.held => Ok(()),
            Node::Held(_) => misplaced(&format!("{path}.held"), HELD),
            Node::Math { left, right, .. } => {
                self.node(left, &format!("{path}.math.left"))?;
                self.node(right, &format!("{path}.math.right"))
            }
            Node::Changed { of, .. } => self.node(of, &format!("{path}.changed.of")),
            Node::If {
                when,
                then,
                otherwise,
            } => {
                self.cond(when, &format!("{path}.if.when"))?;
                self.node(then, &format!("{path}.if.then"))?;
                self.node(otherwise, &format!("{path}.if.otherwise"))
            }
            Node::Lag { of, bars } => {
                let path = format!("{path}.lag");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().node(of, &format!("{path}.of"))
            }
            Node::Timeframe { of, .. } => {
                let path = format!("{path}.timeframe");
                if self.longer {
                    return misplaced(&path, NESTED);
                }
                let place = Place {
                    longer: true,
                    ..Place::CLOSE
                };
                place.node(of, &format!("{path}.of"))
            }
            Node::Symbol { of, .. } => self.beside(of, &format!("{path}.symbol")),
            Node::Rank { of, .. } => self.beside(of, &format!("{path}.rank")),
            Node::Indicator(indicator) => self.indicator(indicator, &format!("{path}.indicator")),
        }
    }

    /// Another symbol's value, or the values of all.
    fn beside(self, of: &Node, path: &str) -> Result<(), PlanError> {
        if self.longer {
            return misplaced(path, NESTED);
        }
        if self.others {
            return misplaced(path, LEADER);
        }
        let place = Place {
            others: true,
            ..Place::CLOSE
        };
        place.node(of, &format!("{path}.of"))
    }

    fn indicator(self, node: &IndicatorNode, path: &str) -> Result<(), PlanError> {
        let unknown = |path: String, what, got: &str, known: &[&str]| PlanError::Unknown {
            path,
            what,
            got: got.to_owned(),
            known: known.join(", "),
        };
        let Some(known) = indicators::find(&node.id) else {
            let ids: Vec<&str> = indicators::ALL.iter().map(|one| one.id).collect();
            return Err(unknown(format!("{path}.id"), "indicator", &node.id, &ids));
        };
        let (takes, got) = (known.inputs.len(), node.inputs.len());
        if got != 0 && got != takes {
            return Err(PlanError::Inputs {
                path: format!("{path}.inputs"),
                id: node.id.clone(),
                takes,
                got,
            });
        }
        if got == 0 && known.inputs.contains(&indicators::Input::Other) {
            return misplaced(
                &format!("{path}.inputs"),
                "it compares two series, name both",
            );
        }
        for (name, value) in &node.params {
            let Some(param) = known.params.iter().find(|param| param.id == name) else {
                let names: Vec<&str> = known.params.iter().map(|param| param.id).collect();
                return Err(unknown(format!("{path}.params"), "parameter", name, &names));
            };
            match param.check(*value) {
                Ok(_) => {}
                Err(ParamError::OutOfRange { got, min, max, .. }) => {
                    within(got, min, max, || format!("{path}.params.{name}"))?;
                }
                Err(_) => {
                    return Err(PlanError::Number {
                        path: format!("{path}.params.{name}"),
                        got: *value,
                        allowed: "a whole number",
                    });
                }
            }
        }
        if !node.output.is_empty() && !known.outputs.contains(&node.output.as_str()) {
            let path = format!("{path}.output");
            return Err(unknown(path, "output", &node.output, known.outputs));
        }
        let place = self.over_bars();
        node.inputs
            .iter()
            .enumerate()
            .try_for_each(|(index, input)| place.node(input, &format!("{path}.inputs[{index}]")))
    }
}

/// What a run adds to the check: which bars and symbols there are.
pub(crate) fn timeframe_of(
    path: &str,
    asked: Timeframe,
    given: Timeframe,
) -> Result<(), PlanError> {
    if asked > given {
        return Ok(());
    }
    let path = path.to_owned();
    Err(PlanError::Timeframe { path, asked, given })
}

/// The place of a symbol in the run.
pub(crate) fn symbol_of(
    path: &str,
    symbol: &SymbolRef,
    known: &[Symbol],
    traded: usize,
) -> Result<usize, PlanError> {
    match symbol {
        SymbolRef::First => Ok(0),
        SymbolRef::Last => Ok(traded.saturating_sub(1)),
        SymbolRef::Code(code) => {
            let missing = || PlanError::Symbol {
                path: path.to_owned(),
                symbol: *code,
            };
            known
                .iter()
                .position(|known| known == code)
                .ok_or_else(missing)
        }
    }
}

#[cfg(test)]
mod tests;
