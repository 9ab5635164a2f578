//! Bars as lines of JSON, sent while they come.

use domain::Venue;
use futures_util::{StreamExt, stream};
use std::future::ready;
use venues::{
    Adjustment,
    relay::{RelayAsk, Writer},
};

use super::{
    Asker,
    walk::{End, Piece, Walk},
};
use crate::{
    refusal::Trouble,
    reply::{Keep, Reply},
};

/// Answers with all bars of the span, or with as many as one request may cost.
pub async fn answer(asker: Asker, ask: &RelayAsk) -> Reply {
    begin(asker, ask)
        .await
        .unwrap_or_else(|trouble| trouble.reply())
}

async fn begin(asker: Asker, ask: &RelayAsk) -> Result<Reply, Trouble> {
    let mut walk = Walk::new(asker.clone(), *ask)?;
    // The first bars come before the first line goes, so that a refusal still has its status.
    let piece = walk.step().await?;
    let keep = asker.keep(keep(&walk, ask, piece.bars.is_empty()));
    let (writer, head) = Writer::begin(ask);
    let (lines, rest) = write(writer, piece);
    let lines = (head + &lines).into_bytes();
    let rest = match rest {
        Rest::Ended { good: true } => return Ok(Reply::lines(lines, keep)),
        Rest::Ended { good: false } => return Ok(Reply::lines(lines, Keep::Never)),
        Rest::More(writer) => Some((walk, writer)),
    };
    let rest = stream::unfold(rest, |rest| async {
        let (mut walk, writer) = rest?;
        let (lines, rest) = match walk.step().await {
            Ok(piece) => write(writer, piece),
            Err(trouble) => (
                writer.fail(&trouble.as_fault()),
                Rest::Ended { good: false },
            ),
        };
        let rest = match rest {
            Rest::More(writer) => Some((walk, writer)),
            Rest::Ended { .. } => None,
        };
        Some((Ok(lines.into_bytes()), rest))
    });
    let lines = stream::once(ready(Ok(lines))).chain(rest);
    Ok(Reply::coming(Box::pin(lines), keep))
}

enum Rest {
    More(Writer),
    Ended { good: bool },
}

fn write(mut writer: Writer, piece: Piece) -> (String, Rest) {
    let lines = writer.bars(piece.bars);
    let good = Rest::Ended { good: true };
    match piece.end {
        None => (lines, Rest::More(writer)),
        Some(End::Whole) => (lines + &writer.end(None), good),
        Some(End::Next(next)) => (lines + &writer.end(Some(next)), good),
        Some(End::Fault(fault)) => (lines + &writer.fail(&fault), Rest::Ended { good: false }),
    }
}

fn keep(walk: &Walk, ask: &RelayAsk, empty: bool) -> Keep {
    // A later split or dividend changes every adjusted price before it.
    let adjusted = ask.venue == Venue::Alpaca && ask.variant.adjustment != Adjustment::Raw;
    if !walk.is_settled() {
        Keep::Moment
    } else if adjusted || empty {
        // Nothing at all is also what a hiccup looks like.
        Keep::Minutes
    } else {
        Keep::Forever
    }
}
