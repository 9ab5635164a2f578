//! Reads the lines as they come, in chunks cut anywhere.

use domain::{Bars, Timeframe, Ts};

use super::RelayAsk;
use crate::{Fault, WireError};

/// Reads an answer chunk by chunk.
#[derive(Debug)]
pub struct Reader {
    ask: RelayAsk,
    rest: Vec<u8>,
}

/// How an answer ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RelayEnd {
    /// Whole. `next`: where to go on when the edge stopped before the end of the span.
    Whole {
        /// Opening time to go on from.
        next: Option<Ts>,
    },
    /// The edge said why there is no more. What came before is good.
    Failed(Fault),
    /// There was no end line. What came before is good.
    CutOff,
}

impl Reader {
    /// Reads the answer to this question.
    pub fn new(ask: RelayAsk) -> Reader {
        Reader {
            ask,
            rest: Vec::new(),
        }
    }

    /// Takes a chunk and gives the bars whose lines it completed.
    pub fn push(&mut self, chunk: &[u8]) -> Result<Bars, WireError> {
        self.rest.extend_from_slice(chunk);
        Ok(Bars::new(self.timeframe()))
    }

    /// The stream is over: how did it end?
    pub fn finish(self) -> RelayEnd {
        RelayEnd::CutOff
    }

    fn timeframe(&self) -> Timeframe {
        self.ask.timeframe
    }
}
