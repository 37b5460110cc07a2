using Scanner.Conformance;
using Scanner.Conformance.Coverage;
using Scanner.Conformance.JmesPath;
using Scanner.Conformance.Kyverno;

// An engine's own test cases, from a checkout of its repository: docs/engines.md says which.
if (args is not ["cel" or "rego" or "gatekeeper" or "jmespath" or "kyverno" or "coverage", var directory])
{
    Console.Error.WriteLine("usage: Scanner.Conformance cel|rego|gatekeeper|jmespath|kyverno|coverage DIR    (docs/engines.md says of what DIR is a checkout)");
    return 2;
}

return args[0] switch
{
    "cel" => Suites.Cel(directory),
    "rego" => Suites.Rego(directory),
    "jmespath" => JmesSuite.Run(directory, Console.Out),
    "coverage" => CoverageReport.Run(directory, Console.Out),
    "kyverno" => KyvernoSuite.Run(directory, Console.Out),
    _ => Suites.Gatekeeper(directory),
};
