//! Weights and the design, as options and a table of targets name them.

use std::path::PathBuf;

use anyhow::{Context, anyhow};
use clap::Args;
use survey_core::dataset::Dataset;
use survey_core::format::targets;
use survey_core::report::{Recipe, Weighting};

use super::variable;

/// How the sample was drawn and weighted.
#[derive(Args, Debug)]
pub(super) struct Weights {
    /// People were drawn in clusters by this variable
    #[arg(long, value_name = "VAR")]
    pub(super) cluster: Option<String>,
    /// They were drawn from each of these one by one
    #[arg(long, value_name = "VAR")]
    strata: Option<String>,
    /// The item that holds weights
    #[arg(long, value_name = "ITEM")]
    weight: Option<String>,
    /// Rake to this table: variable,category,count
    #[arg(long, value_name = "CSV")]
    margins: Option<PathBuf>,
    /// The most a weight may be, in multiples of the mean
    #[arg(long, value_name = "TIMES")]
    cap: Option<f64>,
}

impl Weights {
    /// Weighs the interviews.
    ///
    /// # Errors
    /// When a table cannot be read, or its targets cannot be met.
    pub(super) fn weigh(&self, data: &Dataset) -> anyhow::Result<Weighting> {
        let read = |path: &PathBuf| -> anyhow::Result<_> {
            let name = path.display();
            let bytes = std::fs::read(path).with_context(|| format!("{name}"))?;
            targets::read(&bytes).map_err(|it| anyhow!("{name}, {it}"))
        };
        let targets = self.margins.as_ref().map(read).transpose()?;
        let recipe = Recipe {
            weight: self.weight.clone(),
            clusters: self.cluster.as_deref().map(variable),
            strata: self.strata.as_deref().map(variable),
            targets: targets.unwrap_or_default(),
            cap: self.cap,
        };
        recipe.weigh(data).map_err(|it| anyhow!(it))
    }
}
