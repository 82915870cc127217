//! Writes the forms into a folder, for benches in a browser: `write-forms FOLDER`.
//!
//! `x.form` and `<digest>.json` are what a build of the site makes of a survey for the resident's
//! page.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use minyi_benches::{N_INSTANCES, large, long_list, minyi, repeat, surveyjs, xform};
use survey_core::format::{compiled, survey};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("which folder?")?;
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    for form in [large(), repeat(N_INSTANCES)] {
        let file = |end: &str| folder.join(format!("{}{end}", form.id));
        let text = minyi(&form).to_string();
        let made = survey::read(&text)?.questionnaire;
        fs::write(file(".json"), &text)?;
        fs::write(folder.join(format!("{}.json", made.digest)), &text)?;
        fs::write(file(".form"), compiled::write(&made))?;
        fs::write(file(".surveyjs.json"), surveyjs(&form).to_string())?;
        fs::write(file(".xml"), xform(&form))?;
    }
    let form = long_list(50_000);
    let file = folder.join(format!("{}.json", form.id));
    fs::write(file, minyi(&form).to_string())?;
    Ok(())
}
