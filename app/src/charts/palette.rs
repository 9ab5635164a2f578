//! The colours of a chart, read from the design tokens, so that no chart names a colour of its own.

use leptos::prelude::{document, window};

/// What an equity chart is drawn with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    /// The equity line.
    pub equity: String,
    /// The ground below it.
    pub equity_fill: String,
    /// A rise.
    pub gain: String,
    /// The drawdown, and a fall.
    pub loss: String,
    /// How strong its ground is.
    pub fill_opacity: f64,
    /// Lines of the grid.
    pub grid: String,
    /// Figures at the axes.
    pub axis: String,
    /// The cross under the pointer.
    pub cross: String,
    /// Words.
    pub ink: String,
    /// Ground of the chart.
    pub surface: String,
    /// Ground of what lies on it.
    pub sunken: String,
    /// Edges.
    pub line: String,
    /// The typeface.
    pub font: String,
}

impl Palette {
    /// The tokens as they are now.
    pub fn read() -> Palette {
        let style = document()
            .document_element()
            .and_then(|root| window().get_computed_style(&root).ok().flatten());
        let token = |name: &str| {
            let value = style
                .as_ref()
                .and_then(|style| style.get_property_value(name).ok());
            value.unwrap_or_default().trim().to_owned()
        };
        Palette {
            equity: token("--chart-equity"),
            equity_fill: token("--chart-equity-fill"),
            // A token that names another token is resolved by the browser here.
            gain: token("--gain"),
            loss: token("--loss"),
            fill_opacity: token("--chart-fill-opacity").parse().unwrap_or(0.15),
            grid: token("--chart-grid"),
            axis: token("--chart-axis"),
            cross: token("--chart-cross"),
            ink: token("--ink"),
            surface: token("--surface"),
            sunken: token("--sunken"),
            line: token("--line-strong"),
            font: token("--sans"),
        }
    }
}
