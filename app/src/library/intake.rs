//! A file from elsewhere, looked at in a worker of its own that is thrown away: whatever the file does to it, the page and
//! the library go on.

use super::client::{library, persist, unexpected};
use super::line::Line;
use super::protocol::{
    Answer, Ask, DraftSeen, FileSettings, Inspected, IntakeAsk, Kind, SeriesKey, Trouble,
};
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
        self.0
            .end(&Trouble::new(Kind::File, "the file was put away"));
    }
}

impl Intake {
    /// Looks into a file; `file` is a `File`, a `Blob` or an `ArrayBuffer`, and is never read by the page.
    pub async fn open(&self, name: &str, file: JsValue) -> Result<DraftSeen, Trouble> {
        self.draft(IntakeAsk::Open(name.to_owned()), &[file]).await
    }

    /// Reads it anew as told.
    pub async fn settings(&self, settings: FileSettings) -> Result<DraftSeen, Trouble> {
        self.draft(IntakeAsk::Settings(Box::new(settings)), &[])
            .await
    }

    /// What is wrong with it, and what can be done.
    pub async fn inspect(&self, settings: FileSettings) -> Result<Inspected, Trouble> {
        let ask = IntakeAsk::Inspect(Box::new(settings));
        match self.ask(ask, &[]).await? {
            (Answer::Inspected(inspected), _) => Ok(*inspected),
            _ => Err(unexpected()),
        }
    }

    /// Applies the repairs of these names, hands the bars to the library, and asks the browser to keep them. Answers the
    /// series they are in and how many of them were new.
    pub async fn keep(
        &self,
        settings: FileSettings,
        repairs: Vec<String>,
        replace: bool,
    ) -> Result<(SeriesKey, u64), Trouble> {
        let ask = IntakeAsk::Take(Box::new(settings), repairs);
        let (Answer::Taken(mut taken), buffers) = self.ask(ask, &[]).await? else {
            return Err(unexpected());
        };
        taken.replace = replace;
        let heard = library().ask_with(Ask::Keep(taken), &buffers).await?;
        let Answer::Kept(key, new) = heard.answer else {
            return Err(unexpected());
        };
        persist().await;
        Ok((key, new))
    }

    async fn draft(&self, ask: IntakeAsk, parts: &[JsValue]) -> Result<DraftSeen, Trouble> {
        match self.ask(ask, parts).await? {
            (Answer::Draft(draft), _) => Ok(*draft),
            _ => Err(unexpected()),
        }
    }

    async fn ask(
        &self,
        ask: IntakeAsk,
        parts: &[JsValue],
    ) -> Result<(Answer, Vec<JsValue>), Trouble> {
        let told = self.0.ask(Ask::Intake(ask), parts).await;
        let heard = told.map_err(|trouble| match trouble.kind {
            // A trap, or the cap on its memory: the worker is gone, and it was the file's doing.
            Kind::Unusable => Trouble::new(
                Kind::File,
                format!("the file was refused: {}", trouble.said),
            ),
            _ => trouble,
        })?;
        let buffers = heard.buffers.into_iter().map(JsValue::from).collect();
        Ok((heard.answer, buffers))
    }
}
