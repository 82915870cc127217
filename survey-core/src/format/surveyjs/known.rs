//! Fields of SurveyJS's forms that the importer reads; any other is said to be left out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::import::{Finding, Place};
use super::leftout::{LEFT_OUT, LOOKS};

/// Lists whose members have fields of SurveyJS's own. Choices and rows may have any.
const PARTS: [&str; 11] = [
    "pages",
    "elements",
    "questions",
    "templateElements",
    "detailElements",
    "columns",
    "validators",
    "triggers",
    "calculatedValues",
    "panels",
    "items",
];

const READ: &[&str] = &[
    "acceptedCategories",
    "acceptedTypes",
    "allowAddPanel",
    "allowAddRows",
    "allowDigits",
    "allowMultiple",
    "allowRemovePanel",
    "allowRemoveRows",
    "areas",
    "calculatedValues",
    "caseInsensitive",
    "cellType",
    "cells",
    "choiceTextsFromQuestion",
    "choiceValuesFromQuestion",
    "choices",
    "choicesByUrl",
    "choicesEnableIf",
    "choicesFromQuestion",
    "choicesFromQuestionMode",
    "choicesMax",
    "choicesMin",
    "choicesOrder",
    "choicesStep",
    "choicesVisibleIf",
    "clearInvisibleValues",
    "colCount",
    "columns",
    "columnsVisibleIf",
    "commentText",
    "completedHtml",
    "defaultRowValue",
    "defaultValue",
    "defaultValueExpression",
    "description",
    "detailElements",
    "dontKnowText",
    "eachRowRequired",
    "eachRowUnique",
    "elements",
    "enableIf",
    "expression",
    "fromName",
    "gotoName",
    "hasComment",
    "hasNone",
    "hasOther",
    "hasSelectAll",
    "html",
    "imageLink",
    "inputType",
    "isAllRowRequired",
    "isExclusive",
    "isRequired",
    "isUnique",
    "items",
    "keyName",
    "labelFalse",
    "labelTrue",
    "locale",
    "maskSettings",
    "max",
    "maxCount",
    "maxErrorText",
    "maxLength",
    "maxPanelCount",
    "maxRateDescription",
    "maxRowCount",
    "maxSelectedAreas",
    "maxSelectedChoices",
    "maxSize",
    "maxValue",
    "maxValueExpression",
    "min",
    "minCount",
    "minErrorText",
    "minLength",
    "minPanelCount",
    "minRateDescription",
    "minRowCount",
    "minSelectedAreas",
    "minSelectedChoices",
    "minValue",
    "minValueExpression",
    "multiSelect",
    "name",
    "noneText",
    "notificationType",
    "operator",
    "otherErrorText",
    "otherText",
    "pages",
    "panelCount",
    "panelCountExpression",
    "placeholder",
    "questions",
    "rateCount",
    "rateMax",
    "rateMin",
    "rateStep",
    "rateValues",
    "readOnly",
    "refuseText",
    "regex",
    "requiredErrorText",
    "requiredIf",
    "resetValueIf",
    "rowCount",
    "rowCountExpression",
    "rows",
    "rowsVisibleIf",
    "runExpression",
    "setToName",
    "setValue",
    "setValueExpression",
    "setValueIf",
    "showCommentArea",
    "showDontKnowItem",
    "showInMultipleColumns",
    "showNoneItem",
    "showOtherItem",
    "showRefuseItem",
    "showSelectAllItem",
    "sliderType",
    "sourceType",
    "step",
    "stepErrorText",
    "swapOrder",
    "templateElements",
    "text",
    "title",
    "totalExpression",
    "totalType",
    "trigger",
    "triggers",
    "type",
    "validators",
    "value",
    "valueFalse",
    "valueTrue",
    "version",
    "visible",
    "visibleIf",
];

/// One finding for all fields that nothing here knows.
pub(super) fn report(form: &Value, findings: &mut Vec<Finding>) {
    let mut unknown = BTreeMap::new();
    walk(form, true, "", &mut unknown);
    if unknown.is_empty() {
        return;
    }
    let each = unknown.iter().map(|(key, (n, at))| match n {
        1 => format!("`{key}` at {at}"),
        n => format!("`{key}` {n}×, first at {at}"),
    });
    let each: Vec<String> = each.collect();
    let text = format!(
        "fields that are not known here are left out: {}",
        each.join("; ")
    );
    findings.push(Finding::warning("unknown", Place::default(), text));
}

fn walk<'v>(
    value: &'v Value,
    is_part: bool,
    at: &str,
    unknown: &mut BTreeMap<&'v str, (usize, String)>,
) {
    match value {
        Value::Object(map) => {
            for (key, it) in map {
                let at = super::read::below(at, key);
                if is_part && !is_known(key) {
                    let first = unknown.entry(key).or_insert_with(|| (0, at.clone()));
                    first.0 += 1;
                }
                walk(it, it.is_array() && PARTS.contains(&&**key), &at, unknown);
            }
        }
        Value::Array(list) => {
            for (idx, it) in list.iter().enumerate() {
                walk(it, is_part, &format!("{at}/{idx}"), unknown);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_known(key: &str) -> bool {
    READ.binary_search(&key).is_ok()
        || LOOKS.contains(&key)
        || LEFT_OUT.iter().any(|it| it.0 == key)
}

#[cfg(test)]
mod tests {
    use super::READ;

    #[test]
    fn the_fields_stand_in_order() {
        assert!(READ.is_sorted());
    }
}
