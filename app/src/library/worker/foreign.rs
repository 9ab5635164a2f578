//! Files from elsewhere, in a worker that is thrown away afterwards: whatever one of them does to it hurts nobody else.

use super::super::columns::to_buffers;
use super::super::protocol::{Answer, IntakeAsk, Kind, SeriesKey, Taken, Trouble};
use super::opfs::{get, promised};
use super::{Answered, now};
use intake::{Draft, Options, Refusal, Repair, Words};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

/// The file that is looked at.
#[derive(Default)]
pub struct Foreign {
    draft: Option<Draft>,
}

impl Foreign {
    /// Answers a question about it.
    pub async fn serve(&mut self, ask: IntakeAsk, parts: &[JsValue]) -> Answered {
        match ask {
            IntakeAsk::Open(name, options) => {
                self.draft = None;
                let part = parts.first().ok_or(Kind::FileGone)?;
                let bytes = bytes_of(part).await?;
                match Draft::read(&name, bytes, &options) {
                    Err(Refusal::SeveralFiles { names }) => {
                        Ok((Answer::Several(names), Vec::new()))
                    }
                    draft => self.look(draft.map_err(refused)?),
                }
            }
            IntakeAsk::Again(options) => {
                let draft = self.draft.take().ok_or(Kind::FileGone)?;
                self.look(draft.again(&options).map_err(refused)?)
            }
            IntakeAsk::Inspect(options) => {
                let draft = self.draft.as_ref().ok_or(Kind::FileGone)?;
                let findings = intake::inspect(draft, &options, now());
                Ok((Answer::Findings(Box::new(findings)), Vec::new()))
            }
            IntakeAsk::Take(options, repairs) => self.take(&options, &repairs),
        }
    }

    fn look(&mut self, draft: Draft) -> Answered {
        let preview = draft.preview().clone();
        self.draft = Some(draft);
        Ok((Answer::Draft(Box::new(preview)), Vec::new()))
    }

    fn take(&self, options: &Options, repairs: &[Repair]) -> Answered {
        let draft = self.draft.as_ref().ok_or(Kind::FileGone)?;
        let import = match intake::bars(draft, options, repairs, now()) {
            Ok(import) => import,
            Err(unfit) => return Ok((Answer::Unfit(Box::new(unfit)), Vec::new())),
        };
        let symbol = import.symbol.ok_or(Kind::NoSymbol)?;
        let kept = [Repair::KeepFirst, Repair::KeepLast];
        let mended = import.mended.iter();
        let left_out = mended.filter(|one| kept.contains(&one.repair));
        let duplicates = left_out.map(|one| u64::from(one.count)).sum();
        let taken = Taken {
            key: SeriesKey {
                venue: import.venue,
                symbol,
                timeframe: import.bars.timeframe(),
            },
            count: import.bars.len() as u32,
            source: draft.preview().name.clone(),
            calendar: (!import.calendar_guessed).then_some(import.calendar),
            duplicates,
            findings: import.findings,
            mended: import.mended,
            replace: false,
        };
        let buffers = to_buffers(&import.bars).map(JsValue::from);
        Ok((Answer::Taken(Box::new(taken)), buffers.into()))
    }
}

/// What a buffer or a blob holds.
async fn bytes_of(part: &JsValue) -> Result<Vec<u8>, Trouble> {
    if let Some(buffer) = part.dyn_ref::<ArrayBuffer>() {
        return Ok(Uint8Array::new(buffer).to_vec());
    }
    let size = get(part, "size").as_f64().unwrap_or_default();
    let most = intake::limits::FILE_BYTES as f64;
    if size > most {
        let what = Words::new("the file", "파일");
        let (got, limit) = (size as u64, most as u64);
        return Err(refused(Refusal::TooLarge { what, got, limit }));
    }
    let buffer = promised(part, "arrayBuffer", &[]).await;
    let buffer = buffer.map_err(|_| Kind::FileGone)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn refused(why: Refusal) -> Trouble {
    Trouble::new(Kind::File(why.words()), why.particulars())
}
