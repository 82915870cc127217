# Makes checks/: invented data by a seed, and what R finds in it. From the repository's root:
#   Rscript tests/reference/checks.R
# Needs R 4.2 or later with the packages survey and jsonlite.
suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "fail")
set.seed(20261123)

# --- an invented town: districts, blocks in them, flats in blocks, one person a flat ---
town <- do.call(rbind, lapply(seq_len(6), function(d) do.call(rbind, lapply(seq_len(c(9, 12, 7, 14, 10, 8)[d]), function(b) {
  n <- sample(3:9, 1)
  data.frame(district = paste0("D", d), block = b, blocks = c(40, 55, 31, 70, 48, 36)[d], flats = n * sample(4:9, 1),
    lift = rnorm(1, 0, .5) + d / 8, n = seq_len(n))
}))))
k <- nrow(town)
town$id <- seq_len(k)
town$base <- with(town, blocks / ave(block, district, FUN = function(b) length(unique(b))) * flats / ave(n, district, block, FUN = length))
town$wt <- round(town$base * runif(k, .7, 1.5), 3)
town$sex <- sample(c("female", "male"), k, TRUE, c(.53, .47))
town$age <- sample(18:90, k, TRUE)
town$age.group <- as.character(cut(town$age, c(0, 34, 59, 120), labels = c("18-34", "35-59", "60+")))
likert <- function(x) pmin(5, pmax(1, round(3 + x)))
for (q in 1:5) town[[paste0("q", q)]] <- likert(town$lift + rnorm(k, 0, .7) + c(.3, -.2, .1, .4, 0)[q])
town$q5[sample(k, 23)] <- NA
town$recommend <- pmin(10, pmax(0, round(6.5 + 2 * town$lift + rnorm(k, 0, 2))))
town$helped <- sample(0:1, k, TRUE, c(.35, .65))
town$fee <- round(exp(rnorm(k, 4.4 + town$lift / 3, .5)), 2)
town$area <- round(town$fee / 2.3 + runif(k, 10, 60), 1)
town$wave <- sample(c(2024, 2025, 2026), k, TRUE)
town$owner <- ifelse(runif(k) < plogis((town$age - 45) / 20), "yes", "no")
town <- town[sample(k), c("id", "district", "block", "blocks", "flats", "wt", "sex", "age", "age.group",
  paste0("q", 1:5), "recommend", "helped", "fee", "area", "wave", "owner")]
write.csv(town, "checks/town.csv", row.names = FALSE, na = "", quote = FALSE)
town <- read.csv("checks/town.csv", stringsAsFactors = FALSE, na.strings = "")

# --- designs and cases as in tests/reference/README.md ---
designs <- list(); cases <- list()
design <- function(name, ids = NULL, strata = NULL, weights = NULL, fpc = NULL, nest = FALSE) {
  f <- function(v) if (is.null(v)) NULL else as.formula(paste("~", paste(v, collapse = "+")))
  it <- suppressWarnings(svydesign(if (is.null(ids)) ~1 else f(ids), strata = f(strata), weights = f(weights), fpc = f(fpc), nest = nest, data = town))
  designs[[name]] <<- list(data = "town.csv", ids = as.list(ids), strata = as.list(strata), weights = weights, fpc = as.list(fpc), nest = nest, lonely_psu = "fail")
  it
}
plain <- function(v) UseMethod("plain")
plain.default <- function(v) if (is.list(v)) lapply(v, plain) else if (length(v) > 1) I(unname(v)) else unname(v)
matrix_of <- function(m) { m <- as.matrix(m); dimnames(m) <- NULL; m }
plain.svystat <- function(v) {
  out <- list(names = I(names(coef(v))), est = I(unname(c(coef(v)))), se = I(unname(c(SE(v)))))
  if (length(coef(v)) > 1) out$vcov <- matrix_of(vcov(v))
  if (!is.null(attr(v, "deff"))) out$deff <- I(unname(diag(as.matrix(attr(v, "deff")))))
  out
}
plain.svrepstat <- plain.svystat
plain.svyratio <- function(v) list(est = c(coef(v)), se = c(SE(v)))
plain.svyby <- function(v) {
  keys <- lapply(as.data.frame(v)[, attr(v, "svyby")$margins, drop = FALSE], function(it) I(as.character(it)))
  list(keys = keys, est = I(unname(coef(v))), se = I(unname(unlist(SE(v)))))
}
plain.svycontrast <- function(v) list(est = I(unname(c(coef(v)))), se = I(unname(c(SE(v)))))
plain.svyglm <- function(v) list(names = I(names(coef(v))), est = I(unname(coef(v))), se = I(unname(c(SE(v)))), df_residual = v$df.residual)
plain.htest <- function(v) list(statistic = unname(v$statistic[1]), p = unname(c(v$p.value)))
plain.svyciprop <- function(v) list(est = c(v)[[1]], ci_l = unname(attr(v, "ci")[1]), ci_u = unname(attr(v, "ci")[2]))
plain.newsvyquantile <- function(v) lapply(unclass(v)[seq_along(v)], function(m) list(p = I(as.numeric(rownames(m))), est = I(unname(m[, 1])), ci_l = I(unname(m[, 2])), ci_u = I(unname(m[, 3]))))
check <- function(id, on, op, args, expr, rtol = 1e-8) {
  said <- substitute(expr)
  cases[[length(cases) + 1]] <<- list(id = id, on = on, op = op, args = args,
    r = paste(deparse(said, width.cutoff = 200L), collapse = "\n"), rtol = rtol, expected = plain(suppressWarnings(eval(said, parent.frame()))))
}
files <- list()
done <- function(file, topic) {
  used <- unique(vapply(cases, function(it) it$on, ""))
  all <- list(topic = topic, made_with = paste0(R.version.string, "; survey ", packageVersion("survey")), designs = designs[intersect(names(designs), used)], cases = cases)
  writeLines(toJSON(all, auto_unbox = TRUE, digits = NA, null = "null", na = "null", pretty = 1), file.path("checks", file))
  files[[length(files) + 1]] <<- list(file = file)
  cases <<- list()
}

plain1 <- design("weights", weights = "wt")
strat <- design("stratified", strata = "district", weights = "wt")
clus <- design("clustered", ids = "block", strata = "district", weights = "wt", nest = TRUE)
two <- design("two_stages", ids = c("block", "id"), strata = "district", fpc = c("blocks", "flats"), nest = TRUE)
first <- design("clustered_fpc", ids = "block", strata = "district", weights = "wt", fpc = "blocks", nest = TRUE)
for (name in c("weights", "stratified", "clustered", "two_stages", "clustered_fpc")) {
  d <- list(weights = plain1, stratified = strat, clustered = clus, two_stages = two, clustered_fpc = first)[[name]]
  at <- function(it) paste0(name, ".", it)
  check(at("mean"), name, "mean", list(vars = "fee", deff = TRUE), svymean(~fee, d, deff = TRUE))
  check(at("means"), name, "mean", list(vars = c("q1", "q2", "recommend")), svymean(~q1 + q2 + recommend, d))
  check(at("mean.gaps"), name, "mean", list(vars = "q5", na_rm = TRUE), svymean(~q5, d, na.rm = TRUE))
  check(at("mean.gap_unasked"), name, "mean", list(vars = "q5"), svymean(~q5, d))
  check(at("total"), name, "total", list(vars = c("fee", "area")), svytotal(~fee + area, d))
  check(at("shares"), name, "prop", list(vars = "age.group"), svymean(~age.group, d))
  check(at("shares.numbers"), name, "prop", list(vars = "q3", as_factor = TRUE), svymean(~factor(q3), d))
  check(at("ratio"), name, "ratio", list(num = "fee", den = "area"), svyratio(~fee, ~area, d))
  check(at("domain"), name, "mean", list(vars = "fee", domain = "sex == 'female' & age >= 60"), svymean(~fee, subset(d, sex == "female" & age >= 60)))
  check(at("domain.list"), name, "total", list(vars = "helped", domain = "age.group %in% c('18-34', '60+') | q1 < 3"), svytotal(~helped, subset(d, age.group %in% c("18-34", "60+") | q1 < 3)))
  check(at("by"), name, "by", list(by = "sex", stat = "mean", vars = c("fee", "q2")), svyby(~fee + q2, ~sex, d, svymean))
  check(at("by.two"), name, "by", list(by = c("owner", "age.group"), stat = "mean", vars = "recommend"), svyby(~recommend, ~owner + age.group, d, svymean))
  check(at("by.number"), name, "by", list(by = "wave", stat = "total", vars = "fee"), svyby(~fee, ~wave, d, svytotal))
  check(at("by.ratio"), name, "by", list(by = "sex", stat = "ratio", num = "fee", den = "area"), svyby(~fee, denominator = ~area, by = ~sex, d, svyratio))
  check(at("by.shares"), name, "by", list(by = "owner", stat = "prop", vars = "sex"), svyby(~sex, ~owner, d, svymean))
  check(at("by.gaps"), name, "by", list(by = "sex", stat = "mean", vars = "q5", na_rm = TRUE), svyby(~q5, ~sex, d, svymean, na.rm = TRUE))
  check(at("contrast"), name, "contrast", list(by = "sex", stat = "mean", vars = "fee", contrast = list(female = 1, male = -1)), svycontrast(svyby(~fee, ~sex, d, svymean, covmat = TRUE), c(female = 1, male = -1)))
  check(at("contrast.nonlinear"), name, "contrast_nl", list(vars = c("fee", "area"), expr = "log(fee / area)"), svycontrast(svymean(~fee + area, d), quote(log(fee / area))))
  check(at("variance"), name, "var", list(vars = "fee"), { v <- svyvar(~fee, d); list(est = I(c(v)), se = I(c(SE(v)))) })
  check(at("degf"), name, "degf", list(), degf(d))
}
done("means.json", "means, totals, shares, ratios, domains and contrasts")
for (name in c("stratified", "clustered", "two_stages")) {
  d <- list(stratified = strat, clustered = clus, two_stages = two)[[name]]
  at <- function(it) paste0(name, ".", it)
  for (m in c("logit", "beta", "xlogit", "mean", "asin")) eval(substitute({
    check(at(paste0("share.", M)), name, "ciprop", list(event = "q1 >= 4", method = M, level = .95), svyciprop(~I(q1 >= 4), d, method = M), 1e-6)
    check(at(paste0("share.domain.", M)), name, "ciprop", list(event = "helped == 1", domain = "owner == 'yes'", method = M, level = .9), svyciprop(~I(helped == 1), subset(d, owner == "yes"), method = M, level = .9), 1e-6)
  }, list(M = m)))
  for (type in c("mean", "beta", "xlogit", "asin", "score")) eval(substitute(
    check(at(paste0("quantile.", TYPE)), name, "quantile", list(vars = "fee", p = c(.1, .5, .9), qrule = "math", interval_type = TYPE, level = .95), svyquantile(~fee, d, c(.1, .5, .9), interval.type = TYPE), 1e-6)
  , list(TYPE = type)))
  for (s in c("F", "Wald", "adjWald")) eval(substitute(
    check(at(paste0("table.", S)), name, "chisq", list(vars = c("age.group", "owner"), statistic = S), svychisq(~age.group + owner, d, statistic = S), 1e-6)
  , list(S = s)))
  check(at("ttest"), name, "ttest", list(y = "fee", group = "sex"), svyttest(fee ~ sex, d))
  check(at("ttest.one"), name, "ttest_one", list(y = "q1-q2", mu = 0), svyttest(I(q1 - q2) ~ 0, d))
  for (t in c("wilcoxon", "vanderWaerden", "median")) eval(substitute(
    check(at(paste0("ranks.", T)), name, "ranktest", list(y = "fee", group = "owner", test = T), svyranktest(fee ~ owner, d, test = T), 1e-6)
  , list(T = t)))
  check(at("linear"), name, "glm", list(formula = "fee ~ area + age + sex", family = "gaussian"), svyglm(fee ~ area + age + sex, d), 1e-6)
  check(at("logit"), name, "glm", list(formula = "owner=='yes' ~ age + q1", family = "quasibinomial"), svyglm(I(owner == "yes") ~ age + q1, d, family = quasibinomial()), 1e-6)
}
done("tests.json", "intervals, quantiles, tables, tests and regressions")
write(toJSON(c(files, list(list(file = "town.csv"))), auto_unbox = TRUE), "checks/index.json")
