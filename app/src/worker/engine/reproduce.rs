//! "Reproduce in R": a script and its data as an archive.

use survey_core::dataset::Var;
use survey_core::format::submission::{Sink as _, Zip};
use survey_core::report::{
    DATA, Measure as Compared, Reproduction, SCRIPT, reproduce_cross, reproduce_measure,
    reproduce_questions,
};

use super::{Chunks, Engine, areas, cross};
use crate::worker::protocol::{FigureOf, Said, Scope};

impl Engine {
    /// What R needs to come to the numbers of a figure.
    pub(super) fn reproduce(&self, figure: &FigureOf, scope: &Scope) -> (Said, Chunks) {
        match self.reproduced(figure, scope).and_then(|it| packed(&it)) {
            Ok(archive) => (Said::Reproduced, vec![archive]),
            Err(why) => (Said::Failed(why), Chunks::new()),
        }
    }

    fn reproduced(&self, figure: &FigureOf, scope: &Scope) -> Result<Reproduction, String> {
        let data = self.scoped(scope)?;
        let weighting = self.weighting(data, &scope.recipe)?;
        let frame = super::analyse::framed(data, &weighting, scope)?;
        match figure {
            FigureOf::Questions(names) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                reproduce_questions(&frame, &names, None)
            }
            FigureOf::Areas(measure) => {
                let level = areas::level(data).ok_or("the responses name no area")?;
                let measure: Compared = areas::asked(measure);
                reproduce_measure(&frame, &measure, Some(&Var::Area(level.to_owned())))
            }
            FigureOf::Cross(of) => reproduce_cross(&frame, &cross::what(of)),
        }
    }
}

fn packed(it: &Reproduction) -> Result<Vec<u8>, String> {
    let write = || -> std::io::Result<Vec<u8>> {
        let mut zip = Zip::new(Vec::new());
        for (name, text) in [(SCRIPT, &it.script), (DATA, &it.data)] {
            zip.begin(name)?;
            zip.write(text.as_bytes())?;
        }
        zip.finish()
    };
    write().map_err(|it| it.to_string())
}
