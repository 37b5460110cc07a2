using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Selectors;

/// <summary>What a list or watch selects: a namespace (empty for all), labels and fields.</summary>
internal sealed record ObjectSelector(string Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>Whether every object of the namespace is selected.</summary>
    public bool IsEverything => Labels.IsEverything && Fields.IsEverything;

    public bool Matches(StoredObject obj) =>
        (Namespace.Length == 0 || obj.Namespace == Namespace) && Labels.Matches(obj.Labels) && Fields.Matches(obj);
}
