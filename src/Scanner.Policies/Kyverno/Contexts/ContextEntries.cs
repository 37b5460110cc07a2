using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>
/// The <c>context</c> of a rule: variables are computed, ConfigMaps are looked up where the input has them. What would have to be asked of a
/// server, a registry or the network is unknown by its name.
/// </summary>
/// <param name="given">Whether values were given beforehand, which stand for what would have to be asked.</param>
internal sealed class ContextEntries(PolicyObjects objects, CelValue? given, bool isDelete)
{
    private const int MostEntries = 200;

    public ContextScope Add(ContextScope scope, IEnumerable<CelValue> entries)
    {
        foreach (var entry in entries.Take(MostEntries))
        {
            var name = Tree.Text(entry, "name");
            if (Tree.Get(entry, "variable") is { } variable)
                scope = scope.WithEntry(name, outer => Variable(name, variable, outer!));
            else if (Tree.Get(given, name) is null)
                scope = scope.WithEntry(name, outer => Other(name, entry, outer!));
        }

        return scope;
    }

    private CelValue Variable(string name, CelValue variable, ContextScope outer)
    {
        var variables = new Substitution(outer, isDelete);
        var path = Tree.Text(variable, "jmesPath") is { Length: > 0 } text ? variables.All(new CelString(text)) : null;
        var standIn = Tree.Get(variable, "default") is { } given ? variables.All(given) : null;
        var value = Tree.Get(variable, "value") is { } made ? variables.All(made) : null;
        if (new[] { path, standIn, value }.FirstOrDefault(v => v is CelError) is { } wrong)
            return new CelError($"failed to substitute variables in context entry {name}: {wrong}");
        if (new[] { path, value }.FirstOrDefault(v => v is CelUnknown) is { } unknown)
            return unknown;
        if (path is not null)
        {
            if (path is not CelString query)
                return new CelError($"jmespath value must be a string {name}");
            value = Queries.Run(query.Value, value ?? outer);
            if (value is CelUnknown)
                return value;
            if (value.IsFailure && standIn is null)
                return new CelError($"failed to apply jmespath {query.Value} to variable {name}: {value}");
        }

        var output = value is null || value.IsFailure || value is CelNull ? standIn : value;
        return output is null or CelNull ? new CelError($"failed to add context entry for variable {name} since it evaluated to nil") : output;
    }

    private CelValue Other(string name, CelValue entry, ContextScope outer)
    {
        if (Tree.Get(entry, "configMap") is { } map)
            return ConfigMap(name, map, outer);
        var kind = new[] { "apiCall", "imageRegistry", "globalReference" }.FirstOrDefault(k => Tree.Get(entry, k) is not null) ?? "context entry";
        return CelUnknown.Of($"{kind} {name}");
    }

    private CelValue ConfigMap(string name, CelValue reference, ContextScope outer)
    {
        var named = new Substitution(outer, isDelete).All(reference);
        if (named.IsFailure)
            return named;
        var space = Tree.Text(named, "namespace") is { Length: > 0 } own ? own : "default";
        if (objects.Find("", "ConfigMap", space, Tree.Text(named, "name")) is { } found)
        {
            var whole = JsonValues.From(found);
            return Tree.Of(new[] { "data", "metadata" }.Where(f => Tree.Get(whole, f) is not null).Select(f => (f, Tree.Get(whole, f)!)));
        }

        var text = $"{space}/{Tree.Text(named, "name")}";
        return objects.IsKnown("", "ConfigMap") ? new CelError($"failed to get configmap {text}") : CelUnknown.Of($"ConfigMap {text} ({name})");
    }
}
