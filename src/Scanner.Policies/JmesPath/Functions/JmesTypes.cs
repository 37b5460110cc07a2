namespace Scanner.Policies.JmesPath.Functions;

/// <summary>The types that an argument may have.</summary>
[Flags]
internal enum JmesTypes
{
    None = 0,
    Null = 1,
    Bool = 2,
    Number = 4,
    Text = 8,
    List = 16,
    Map = 32,
    Expression = 64,
    Texts = 128,
    Numbers = 256,
    Any = Null | Bool | Number | Text | List | Map,
}
