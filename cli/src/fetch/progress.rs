//! What a person sees while bars are fetched: one line that is written over, or a line now and then where nobody watches.

use domain::Ts;
use std::io::{IsTerminal, Write as _, stderr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use venues::Stop;

/// The time it is.
pub fn now() -> Ts {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.unwrap_or(Duration::ZERO).as_millis();
    Ts(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// How far all downloads are together.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// Share of the time span that is done, 0 to 1.
    pub done: f64,
    /// Series that are finished.
    pub finished: usize,
    /// Series in all.
    pub series: usize,
    /// Bars so far.
    pub bars: u64,
    /// Bars a second.
    pub rate: f64,
    /// Milliseconds to go.
    pub eta_ms: Option<i64>,
    /// What everything waits for.
    pub waiting: Option<(Ts, Stop)>,
}

/// Writes the line.
pub struct Line {
    watched: bool,
    /// When it was written last, and which tenth it showed.
    shown: Option<(Ts, u32)>,
}

impl Line {
    /// Nothing written yet.
    pub fn new() -> Line {
        Line {
            watched: stderr().is_terminal(),
            shown: None,
        }
    }

    /// Shows a state, ten times a second at most; into a file a line for each tenth that is done.
    pub fn show(&mut self, state: &State) {
        let at = now();
        let tenth = (state.done * 10.0) as u32;
        let due = match (self.shown, self.watched) {
            (None, _) => true,
            (Some((last, _)), true) => at.0 - last.0 >= 100,
            (Some((_, last)), false) => tenth > last,
        };
        if !due {
            return;
        }
        self.shown = Some((at, tenth));
        let mut out = stderr().lock();
        // Somebody who closed the other end needs no progress.
        let _ = match self.watched {
            true => write!(out, "\r\x1b[2K{}", words(state, at)),
            false => writeln!(out, "{}", words(state, at)),
        };
        let _ = out.flush();
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.watched && self.shown.take().is_some() {
            let mut out = stderr().lock();
            let _ = write!(out, "\r\x1b[2K");
            let _ = out.flush();
        }
    }
}

fn words(state: &State, at: Ts) -> String {
    let filled = (state.done.clamp(0.0, 1.0) * 20.0) as usize;
    let bar = "█".repeat(filled) + &"░".repeat(20 - filled);
    let mut text = format!(
        "{bar} {:>3.0} %  {} of {} series  {} bars  {:.0}/s",
        state.done * 100.0,
        state.finished,
        state.series,
        state.bars,
        state.rate
    );
    match (state.waiting, state.eta_ms) {
        (Some((until, why)), _) => {
            let why = match why {
                Stop::Banned => "blocked by the exchange",
                Stop::Throttled => "asked too often",
            };
            text += &format!("  {why}, goes on in {}", span(until.0 - at.0));
        }
        (None, Some(left)) => text += &format!("  {} to go", span(left)),
        (None, None) => {}
    }
    text
}

/// A stretch of time in two units at most.
pub fn span(millis: i64) -> String {
    let seconds = (millis.max(0) + 999) / 1_000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_time_is_rounded_up_and_short() {
        for (millis, text) in [
            (-5, "0 s"),
            (1, "1 s"),
            (59_000, "59 s"),
            (61_000, "1 min 1 s"),
            (7_260_000, "2 h 1 min"),
        ] {
            assert_eq!(span(millis), text);
        }
    }

    #[test]
    fn a_ban_is_said_instead_of_the_time_to_go() {
        let state = State {
            done: 0.5,
            finished: 1,
            series: 3,
            bars: 1_200,
            rate: 400.0,
            eta_ms: Some(5_000),
            waiting: None,
        };
        let text = words(&state, Ts(0));
        assert_eq!(
            text,
            "██████████░░░░░░░░░░  50 %  1 of 3 series  1200 bars  400/s  5 s to go"
        );
        let stopped = State {
            waiting: Some((Ts(90_000), Stop::Banned)),
            ..state
        };
        assert!(words(&stopped, Ts(0)).ends_with("blocked by the exchange, goes on in 1 min 30 s"));
    }
}
