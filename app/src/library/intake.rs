//! A file from elsewhere, looked at in a worker of its own that is thrown away: whatever the file does to it, the page and
//! the library go on.

use super::client::{library, persist, unexpected};
use super::line::Line;
use super::protocol::{Answer, Ask, IntakeAsk, Kind, SeriesKey, Taken, Trouble};
use intake::{Findings, Options, Preview, Repair, Unfit};
use wasm_bindgen::JsValue;

/// One file on its way in; dropped, it takes its worker along.
pub struct Intake(Line);

impl Default for Intake {
    fn default() -> Intake {
        Intake(Line::new(|_| {}))
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.0.end(&Kind::FileGone.into());
    }
}

/// What was found in a file.
pub enum Opened {
    /// A table.
    Draft(Preview),
    /// Files of these names, of which one has to be chosen.
    Several(Vec<String>),
}

/// What became of a file.
pub enum Kept {
    /// Its bars are in this series, so many of them new; and what was noticed and done on the way.
    In(SeriesKey, u64, Box<Taken>),
    /// Something still keeps it from becoming bars.
    Unfit(Box<Unfit>),
}

impl Intake {
    /// Looks into a file; `file` is a `File`, a `Blob` or an `ArrayBuffer`, and is never read by the page.
    pub async fn open(
        &self,
        name: &str,
        file: JsValue,
        options: Options,
    ) -> Result<Opened, Trouble> {
        let ask = IntakeAsk::Open(name.to_owned(), Box::new(options));
        self.draft(ask, &[file]).await
    }

    /// Reads it another way.
    pub async fn again(&self, options: Options) -> Result<Opened, Trouble> {
        self.draft(IntakeAsk::Again(Box::new(options)), &[]).await
    }

    /// What is wrong with it.
    pub async fn inspect(&self, options: Options) -> Result<Findings, Trouble> {
        let ask = IntakeAsk::Inspect(Box::new(options));
        match self.ask(ask, &[]).await? {
            (Answer::Findings(findings), _) => Ok(*findings),
            _ => Err(unexpected()),
        }
    }

    /// Makes bars of it with these repairs, hands them to the library, and asks the browser to keep them. `replace` takes
    /// the place of a series of that name instead of adding to it.
    pub async fn keep(
        &self,
        options: Options,
        repairs: Vec<Repair>,
        replace: bool,
    ) -> Result<Kept, Trouble> {
        let ask = IntakeAsk::Take(Box::new(options), repairs);
        let (mut taken, buffers) = match self.ask(ask, &[]).await? {
            (Answer::Taken(taken), buffers) => (taken, buffers),
            (Answer::Unfit(unfit), _) => return Ok(Kept::Unfit(unfit)),
            _ => return Err(unexpected()),
        };
        taken.replace = replace;
        let ask = Ask::Keep(taken.clone());
        let heard = library().ask_with(ask, &buffers).await?;
        let Answer::Kept(key, new) = heard.answer else {
            return Err(unexpected());
        };
        persist().await;
        Ok(Kept::In(key, new, taken))
    }

    async fn draft(&self, ask: IntakeAsk, parts: &[JsValue]) -> Result<Opened, Trouble> {
        match self.ask(ask, parts).await? {
            (Answer::Draft(draft), _) => Ok(Opened::Draft(*draft)),
            (Answer::Several(names), _) => Ok(Opened::Several(names)),
            _ => Err(unexpected()),
        }
    }

    pub(super) async fn ask(
        &self,
        ask: IntakeAsk,
        parts: &[JsValue],
    ) -> Result<(Answer, Vec<JsValue>), Trouble> {
        let told = self.0.ask(Ask::Intake(ask), parts).await;
        let heard = told.map_err(|trouble| match trouble.kind {
            // A trap, or the cap on its memory: the worker is gone, and it was the file's doing.
            Kind::Unusable => Trouble::new(Kind::FileStopped, trouble.said),
            _ => trouble,
        })?;
        Ok((heard.answer, heard.parts))
    }
}
