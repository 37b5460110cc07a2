using Scanner.Conformance;
using Scanner.Conformance.Cel;
using Scanner.Conformance.Rego;

// An engine's own test cases, from a checkout of its repository: docs/engines.md says which.
if (args is not ["cel" or "rego", var directory])
{
    Console.Error.WriteLine("usage: Scanner.Conformance cel|rego DIR    (docs/engines.md says of what DIR is a checkout)");
    return 2;
}

return args[0] switch
{
    "cel" => Suites.Cel(directory),
    _ => Suites.Rego(directory),
};
