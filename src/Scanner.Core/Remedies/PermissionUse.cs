using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Remedies;

/// <summary>What a permission is needed for.</summary>
public enum PermissionUse : byte
{
    /// <summary>To list or watch what there is.</summary>
    Inventory,

    /// <summary>To send probes.</summary>
    Probe,

    /// <summary>To send the regular control.</summary>
    RegularControl,
}
