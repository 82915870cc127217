//! Estimators: numbers in, numbers out. Knows no questionnaire.
