//! A plan: when to enter, by which order, and every way out; checked before it runs.

use crate::cond::Cond;
use crate::node::Node;
use domain::ParamError;
use serde::{Deserialize, Serialize};

/// A whole trading rule, long only so far. Sizing and costs belong to the run, not to the rule.
///
/// Everything is computed at the close of bar t for orders that act in bar t+1, so a plan cannot express a use of
/// bar t+1 other than its open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How a position begins.
    pub entry: Entry,
    /// How it ends; whichever comes first.
    pub exits: Vec<Exit>,
}

/// How a position begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The condition for placing the order.
    pub when: Cond,
    /// The order.
    pub order: EntryOrder,
}

/// The order that enters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryOrder {
    /// At the next open.
    Market,
    /// When the price rises to this level.
    Stop(Node),
    /// When the price falls to this level.
    Limit(Node),
}

/// One way out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// At the next open after the condition held at a close.
    Signal(Cond),
    /// At the open of the n-th bar after the entry bar; 1 is the next bar.
    AfterBars(u32),
    /// A protective stop this share below the entry price: 0.05 is five percent.
    StopLoss(f64),
}

/// Why a plan was refused; the path says where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// No such indicator.
    #[error("{path}: there is no indicator {id:?}")]
    UnknownIndicator {
        /// Where.
        path: String,
        /// The id given.
        id: String,
    },
    /// An indicator got a wrong number of something.
    #[error("{path}: {id} takes {takes} {what}, not {got}")]
    Count {
        /// Where.
        path: String,
        /// Which indicator.
        id: String,
        /// Inputs or parameters.
        what: &'static str,
        /// How many it takes.
        takes: usize,
        /// How many it got.
        got: usize,
    },
    /// An indicator has no such output.
    #[error("{path}: {id} has {has} outputs, there is no output {got}")]
    Output {
        /// Where.
        path: String,
        /// Which indicator.
        id: String,
        /// How many it has.
        has: usize,
        /// Which one was asked for.
        got: usize,
    },
    /// A parameter of an indicator is wrong.
    #[error("{path}.{error}")]
    Param {
        /// Where.
        path: String,
        /// What.
        error: ParamError,
    },
    /// The next open stands where it isn't known yet.
    #[error("{path}: the next open is known only to an entry's level and condition, not here")]
    NextOpen {
        /// Where.
        path: String,
    },
    /// A number makes no sense.
    #[error("{path}: {got} is not allowed, it must be {allowed}")]
    Number {
        /// Where.
        path: String,
        /// The value given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
    /// A position would never end.
    #[error("exits: there must be at least one signal, time or stop exit")]
    NoExit,
}

impl Plan {
    /// Long when `when` holds.
    pub fn long(when: Cond, order: EntryOrder) -> Plan {
        Plan {
            entry: Entry { when, order },
            exits: Vec::new(),
        }
    }

    /// Adds a way out.
    pub fn exit(mut self, exit: Exit) -> Plan {
        self.exits.push(exit);
        self
    }

    /// Adds a protective stop when the share is above zero.
    pub fn stop_loss(self, share: f64) -> Plan {
        if share > 0.0 {
            self.exit(Exit::StopLoss(share))
        } else {
            self
        }
    }

    /// Walks the whole plan and names the first thing that is wrong.
    pub fn check(&self) -> Result<(), PlanError> {
        check_cond(&self.entry.when, "entry.when", true)?;
        match &self.entry.order {
            EntryOrder::Market => {}
            EntryOrder::Stop(level) => check_node(level, "entry.order.stop", true)?,
            EntryOrder::Limit(level) => check_node(level, "entry.order.limit", true)?,
        }
        if self.exits.is_empty() {
            return Err(PlanError::NoExit);
        }
        for (index, exit) in self.exits.iter().enumerate() {
            match exit {
                Exit::Signal(cond) => check_cond(cond, &format!("exits[{index}].signal"), false)?,
                Exit::AfterBars(bars) => {
                    let path = || format!("exits[{index}].after_bars");
                    check_number(f64::from(*bars), *bars >= 1, path, "1 or more")?;
                }
                Exit::StopLoss(share) => {
                    let path = || format!("exits[{index}].stop_loss");
                    check_number(
                        *share,
                        *share > 0.0 && *share < 1.0,
                        path,
                        "above 0 and below 1",
                    )?;
                }
            }
        }
        Ok(())
    }
}

fn check_number(
    got: f64,
    sound: bool,
    path: impl Fn() -> String,
    allowed: &'static str,
) -> Result<(), PlanError> {
    if sound {
        Ok(())
    } else {
        Err(PlanError::Number {
            path: path(),
            got,
            allowed,
        })
    }
}

fn check_cond(cond: &Cond, path: &str, next_open: bool) -> Result<(), PlanError> {
    match cond {
        Cond::Always => Ok(()),
        Cond::Above { left, right } => {
            check_node(left, &format!("{path}.above.left"), next_open)?;
            check_node(right, &format!("{path}.above.right"), next_open)
        }
        // A cross compares with the bar before, where the next open was another bar's.
        Cond::CrossesAbove { left, right } => {
            check_node(left, &format!("{path}.crosses_above.left"), false)?;
            check_node(right, &format!("{path}.crosses_above.right"), false)
        }
        Cond::All(conds) => check_list(conds, &format!("{path}.all"), next_open),
        Cond::Any(conds) => check_list(conds, &format!("{path}.any"), next_open),
        Cond::Not(cond) => check_cond(cond, &format!("{path}.not"), next_open),
    }
}

fn check_list(conds: &[Cond], path: &str, next_open: bool) -> Result<(), PlanError> {
    conds
        .iter()
        .enumerate()
        .try_for_each(|(index, cond)| check_cond(cond, &format!("{path}[{index}]"), next_open))
}

fn check_node(node: &Node, path: &str, next_open: bool) -> Result<(), PlanError> {
    match node {
        Node::Number(got) => {
            check_number(*got, got.is_finite(), || path.to_owned(), "a finite number")
        }
        Node::Price(_) => Ok(()),
        Node::NextOpen if next_open => Ok(()),
        Node::NextOpen => Err(PlanError::NextOpen {
            path: path.to_owned(),
        }),
        Node::Math { left, right, .. } => {
            check_node(left, &format!("{path}.left"), next_open)?;
            check_node(right, &format!("{path}.right"), next_open)
        }
        Node::Lag { of, bars } => {
            let bars_path = || format!("{path}.lag.bars");
            check_number(
                *bars as f64,
                (1..=100_000).contains(bars),
                bars_path,
                "1 to 100000",
            )?;
            check_node(of, &format!("{path}.lag.of"), false)
        }
        Node::Indicator {
            id,
            inputs,
            params,
            output,
        } => {
            let path = || path.to_owned();
            let Some(known) = indicators::find(id) else {
                return Err(PlanError::UnknownIndicator {
                    path: path(),
                    id: id.clone(),
                });
            };
            let count = |what, takes: usize, got: usize| {
                let (path, id) = (path(), id.clone());
                if takes == got {
                    Ok(())
                } else {
                    Err(PlanError::Count {
                        path,
                        id,
                        what,
                        takes,
                        got,
                    })
                }
            };
            count("inputs", known.inputs.len(), inputs.len())?;
            // Fewer is fine: what an indicator learnt later has a default that changes nothing.
            let most = known.params.len();
            count("parameters", most, params.len().max(most))?;
            if *output >= known.outputs.len() {
                let (has, got) = (known.outputs.len(), *output);
                return Err(PlanError::Output {
                    path: path(),
                    id: id.clone(),
                    has,
                    got,
                });
            }
            for (param, value) in known.params.iter().zip(params) {
                let wrong = |error| PlanError::Param {
                    path: format!("{}.{id}", path()),
                    error,
                };
                param.check(*value).map_err(wrong)?;
            }
            inputs.iter().enumerate().try_for_each(|(index, input)| {
                check_node(input, &format!("{}.{id}.inputs[{index}]", path()), false)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{close, next_open};

    fn refuse(plan: Plan, want: &str) {
        assert_eq!(plan.check().unwrap_err().to_string(), want);
    }

    fn plan(when: Cond) -> Plan {
        Plan::long(when, EntryOrder::Market).exit(Exit::AfterBars(1))
    }

    #[test]
    fn an_error_names_the_path() {
        refuse(
            plan(close().above(close().sma(0))),
            "entry.when.above.right.sma.period: 0 is out of range, it must be between 1 and 5000",
        );
        refuse(
            plan(close().above(Node::indicator("magic", vec![], vec![]))),
            "entry.when.above.right: there is no indicator \"magic\"",
        );
        refuse(
            plan(close().above(Node::indicator("sma", vec![], vec![5.0]))),
            "entry.when.above.right: sma takes 1 inputs, not 0",
        );
        refuse(
            Plan::long(Cond::Always, EntryOrder::Market).exit(Exit::StopLoss(1.0)),
            "exits[0].stop_loss: 1 is not allowed, it must be above 0 and below 1",
        );
        refuse(
            Plan::long(Cond::Always, EntryOrder::Market),
            "exits: there must be at least one signal, time or stop exit",
        );
    }

    #[test]
    fn the_next_open_is_refused_where_it_would_look_ahead() {
        assert!(plan(next_open().above(close())).check().is_ok());
        for looking_ahead in [
            plan(close().above(next_open().sma(3))),
            plan(close().above(next_open().lag(1))),
            plan(close().crosses_above(next_open())),
            plan(Cond::Always).exit(Exit::Signal(close().below(next_open()))),
        ] {
            let error = looking_ahead.check().unwrap_err();
            assert!(matches!(error, PlanError::NextOpen { .. }), "{error}");
        }
    }

    #[test]
    fn survives_json() {
        let plan = plan(
            close()
                .crosses_above(close().ema(9))
                .and(close().above(3.0)),
        );
        let json = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    }
}
