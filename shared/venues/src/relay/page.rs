//! A whole reply of the edge as a page of bars: what came before a cut is kept, and the next page goes on behind it.

use domain::{Bars, Ts};

use super::{Reader, RelayAsk, RelayEnd, read::fault};
use crate::{BarsPage, Fault, HttpReply, PageAsk, wire::At};

/// Reads the reply to a question.
pub fn read_page(ask: &RelayAsk, reply: &HttpReply) -> Result<BarsPage, Fault> {
    if reply.status != 200 {
        return Err(refusal(reply));
    }
    let mut reader = Reader::new(*ask);
    let bars = reader.push(&reply.body).map_err(Fault::NotTheExchange)?;
    let behind = PageAsk::From(
        reader
            .last()
            .map_or(ask.span.start, |last| Ts(last.open_time.0 + 1)),
    );
    let page = |bars: Bars, next, cut| BarsPage {
        rows: bars.len(),
        bars,
        forming: None,
        next,
        cut,
    };
    Ok(match reader.finish() {
        RelayEnd::Whole { next } => page(bars, next.map(PageAsk::From), None),
        RelayEnd::Failed(fault) => page(bars, Some(behind), Some(fault)),
        RelayEnd::CutOff => {
            let why = "the stream ended without its last line".to_owned();
            page(bars, Some(behind), Some(Fault::Lost { why }))
        }
    })
}

/// What the edge says with a status, in its own words or in those of whatever stands before it.
pub fn refusal(reply: &HttpReply) -> Fault {
    const AT: At = At::reply("edge");
    let told = AT
        .json(&reply.body)
        .and_then(|body| fault(AT, AT.object(&body)?.value("error", "an object")?));
    let told_wait = reply
        .header("retry-after")
        .and_then(|text| text.parse().ok());
    match (told, reply.status) {
        (Ok(Fault::RateLimited { retry_after_s }), _) => Fault::RateLimited {
            retry_after_s: retry_after_s.or(told_wait),
        },
        (Ok(Fault::Banned { for_s }), _) => Fault::Banned {
            for_s: for_s.or(told_wait),
        },
        // The edge has codes of its own for questions that never reached an exchange: the status sorts them.
        (Ok(Fault::Server { said, .. }), 400..=499) => by_status(reply.status, said, told_wait),
        (Ok(known), _) => known,
        (Err(_), status) => by_status(status, String::new(), told_wait),
    }
}

fn by_status(status: u16, said: String, told_wait: Option<u64>) -> Fault {
    match status {
        429 => Fault::RateLimited {
            retry_after_s: told_wait,
        },
        401 => Fault::KeyRefused { said },
        404 => Fault::UnknownMarket { said },
        451 => Fault::Region { said },
        400..=499 => Fault::BadRequest { status, said },
        _ => Fault::Server { status, said },
    }
}
