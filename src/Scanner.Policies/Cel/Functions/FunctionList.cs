using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Takes the overloads of the libraries in.</summary>
internal sealed class FunctionList
{
    private readonly Dictionary<string, List<Overload>> _byName = [];

    public void Add(string signature, Func<CelValue[], CelValue> body)
    {
        var overload = SignatureReader.Read(signature, body);
        if (!_byName.TryGetValue(overload.Name, out var overloads))
            _byName.Add(overload.Name, overloads = []);
        overloads.Add(overload);
    }

    public Dictionary<string, Overload[]> Build() => _byName.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
}
