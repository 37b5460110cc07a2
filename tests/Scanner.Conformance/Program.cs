using Scanner.Conformance;

// An engine's own test cases, from a checkout of its repository: docs/engines.md says which.
if (args is not ["cel" or "rego" or "gatekeeper", var directory])
{
    Console.Error.WriteLine("usage: Scanner.Conformance cel|rego|gatekeeper DIR    (docs/engines.md says of what DIR is a checkout)");
    return 2;
}

return args[0] switch
{
    "cel" => Suites.Cel(directory),
    "rego" => Suites.Rego(directory),
    _ => Suites.Gatekeeper(directory),
};
